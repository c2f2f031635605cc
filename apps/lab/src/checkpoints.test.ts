import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Engine, Params } from '@hourglass/core'
import { createCpuEngine, free } from '@hourglass/engine'
import { tensor1d } from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { CheckpointPolicy } from './checkpoint-policy.js'
import { Checkpoints, type RunPoint } from './checkpoints.js'
import { RunDirectory } from './run-directory.js'

let engine: Engine
beforeAll(async () => {
  engine = await createCpuEngine()
})

let home: string
let directory: RunDirectory
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hourglass-checkpoints-'))
  directory = new RunDirectory(join(home, 'run'))
  directory.start()
})
afterEach(() => {
  directory.release()
  rmSync(home, { recursive: true, force: true })
})

const EVERY_STEP: CheckpointPolicy = { every: { steps: 1 }, keep: 2 }
const at = (name: string): string => directory.file(join('checkpoints', name))
const store = (policy = EVERY_STEP): Checkpoints => new Checkpoints(directory, policy, { threads: 2 })

/** Where a run stands after so many steps. */
function point(steps: number, more: Partial<RunPoint> = {}): RunPoint {
  const params: Params = { w: tensor1d([steps, Math.fround(1 / 3)]), n: tensor1d([2 ** 30], 'int32') }
  return {
    stage: 0,
    finished: [],
    soFar: { epochs: [], notes: [], seconds: 0.1 + 0.2 },
    snapshot: { position: { steps, best: 1 / 3 }, tensors: params },
    ...more,
  }
}

function save(checkpoints: Checkpoints, given: RunPoint): void {
  checkpoints.save(given)
  if (given.snapshot !== undefined) free(given.snapshot.tensors)
}

/** Steps of the newest point that can be restored, by another process; what it told. */
function restored() {
  const told: string[] = []
  const found = store().restore((message) => told.push(message))
  const tensors = Object.fromEntries(
    Object.entries(found?.snapshot?.tensors ?? {}).map(([name, tensor]) => [name, [...tensor.dataSync()]]),
  )
  if (found?.snapshot !== undefined) free(found.snapshot.tensors)
  if (found?.params !== undefined) free(found.params)
  return { found, told, tensors, steps: found?.snapshot?.position['steps'] }
}

describe('Checkpoints', () => {
  it('gives back the last point, bit for bit', () => {
    const checkpoints = store()
    save(checkpoints, point(1))
    save(checkpoints, point(2))
    const { found, tensors, told } = restored()
    expect(found).toMatchObject({ stage: 0, finished: [], writtenBy: { threads: 2 } })
    expect(found!.soFar.seconds).toBe(0.1 + 0.2)
    expect(found!.snapshot!.position).toEqual({ steps: 2, best: 1 / 3 })
    expect(tensors).toEqual({ w: [2, Math.fround(1 / 3)], n: [2 ** 30] })
    expect(told).toEqual([])
    expect(engine.tensorCount()).toBe(0)
  })

  it('keeps the last ones', () => {
    const checkpoints = store({ every: { steps: 1 }, keep: 3 })
    for (let steps = 1; steps <= 5; steps++) save(checkpoints, point(steps))
    expect(readdirSync(at(''))).toEqual(
      ['000003', '000004', '000005'].flatMap((name) => [`${name}.json`, `${name}.safetensors`]),
    )
    checkpoints.clear()
    expect(readdirSync(at(''))).toEqual([])
  })

  it('counts on from the point it restored', () => {
    const first = store()
    for (let steps = 1; steps <= 4; steps++) save(first, point(steps))
    const second = store()
    free(second.restore(() => {})!.snapshot!.tensors)
    save(second, point(5))
    expect(readdirSync(at('')).filter((name) => name.endsWith('.json'))).toEqual(['000004.json', '000005.json'])
  })

  it.each([
    ['tensors cut short', () => truncateSync(at('000002.safetensors'), 40)],
    ['a changed bit in the tensors', () => flip(at('000002.safetensors'), -1)],
    ['missing tensors', () => rmSync(at('000002.safetensors'))],
    ['a JSON cut short', () => truncateSync(at('000002.json'), 40)],
    ['an empty JSON', () => truncateSync(at('000002.json'), 0)],
    [
      'a changed number in the JSON',
      () =>
        writeFileSync(at('000002.json'), readFileSync(at('000002.json'), 'utf8').replace('"steps": 2', '"steps": 3')),
    ],
  ])('falls back to the one before: %s', (_, damage) => {
    const checkpoints = store()
    save(checkpoints, point(1))
    save(checkpoints, point(2))
    damage()
    const { steps, told } = restored()
    expect(steps).toBe(1)
    expect(told.join()).toContain('checkpoints/000002 is of no use')
    expect(readdirSync(at('')).filter((name) => name.startsWith('000002'))).toEqual([])
    expect(engine.tensorCount()).toBe(0)
  })

  it('has nothing to give where all are broken, or there are none', () => {
    expect(restored().found).toBeUndefined()
    save(store(), point(1))
    truncateSync(at('000001.safetensors'), 8)
    expect(restored().found).toBeUndefined()
  })

  it('takes tensors without their JSON for nothing: the process was killed between the two', () => {
    const checkpoints = store()
    save(checkpoints, point(1))
    save(checkpoints, point(2))
    rmSync(at('000002.json'))
    expect(restored().steps).toBe(1)
    expect(readdirSync(at(''))).toEqual(['000001.json', '000001.safetensors'])
  })

  it('cuts the log to what it was, and refuses a point whose log is lost', () => {
    const checkpoints = store()
    directory.append('metrics.jsonl', { epoch: 1 })
    save(checkpoints, point(1))
    directory.append('metrics.jsonl', { epoch: 2 })
    expect(restored().steps).toBe(1)
    expect(readFileSync(directory.file('metrics.jsonl'), 'utf8')).toBe('{"epoch":1}\n')
    truncateSync(directory.file('metrics.jsonl'), 3)
    expect(restored().told.join()).toContain('metrics.jsonl is shorter')
  })

  it('gives what the stage before ended with, and what all have told', () => {
    const checkpoints = store()
    const finished = [{ name: 'pretrain', seconds: 1, epochs: [], notes: ['kept the parameters of epoch 3'] }]
    for (const value of [1, 2]) {
      const params = { w: tensor1d([value]) }
      checkpoints.saveStage(params)
      free(params)
      save(checkpoints, point(0, { stage: value, finished, snapshot: undefined }))
    }
    const { found } = { found: store().restore(() => {})! }
    expect(found.stage).toBe(2)
    expect(found.snapshot).toBeUndefined()
    expect(found.finished).toEqual(finished)
    expect([...found.params!['w']!.dataSync()]).toEqual([2])
    free(found.params!)
    flip(at('stage-1.safetensors'), -1)
    const before = store().restore(() => {})!
    expect(before.stage).toBe(1)
    expect([...before.params!['w']!.dataSync()]).toEqual([1])
    free(before.params!)
  })

  it('is due after so many steps, and again after as many', () => {
    const checkpoints = store({ every: { steps: 3 }, keep: 1 })
    expect([checkpoints.due(), checkpoints.due(), checkpoints.due()]).toEqual([false, false, true])
    save(checkpoints, point(3))
    expect(checkpoints.due()).toBe(false)
  })
})

function flip(file: string, place: number): void {
  const bytes = readFileSync(file)
  bytes[(place + bytes.length) % bytes.length]! ^= 1
  writeFileSync(file, bytes)
}
