import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { randomWords, seedWords, unitFloat } from '@hourglass/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunResult } from '../run-result.js'
import { type Finished, hourglass, startHourglass } from './hourglass-process.fixture.js'

const ENGINES = (process.env['HOURGLASS_TEST_ENGINES'] ?? 'wasm').split(',').filter((name) => name !== 'cpu')
/** SIGKILLs for each engine; HOURGLASS_TEST_KILLS=100 for more than CI has time for. */
const KILLS = Number(process.env['HOURGLASS_TEST_KILLS'] ?? 10)

/** Each kind of stage, with what must be carried on: moments of Adam, early stopping, noise, a velocity, layers, centres. */
const EXPERIMENT = `name: killed
dataset: two-moons
noise: { use: gaussian, sigma: 0.1 }
model: { use: stack, layers: [{ use: dense, hidden: [12] }, { use: dense, hidden: [8] }] }
loss: gaussian
regularizers: [{ use: contractive, weight: 0.01 }]
stages:
  - { use: stack, epochs: 2, batch: 100, patience: 1, optimizer: { use: adam, learningRate: 0.01, schedule: cosine } }
  - { use: unroll, epochs: 2, batch: 100, optimizer: { use: momentum, learningRate: 0.001, clipNorm: 1 } }
  - { use: cluster, epochs: 2, batch: 100, optimizer: adam }
  - { use: evaluate, metrics: [clustering], label: clustered }
  - { use: fine-tune, epochs: 2, batch: 100, noise: true, patience: 2, optimizer: { use: momentum, learningRate: 0.1 } }
  - { use: pretrain, epochs: 2, batch: 150, optimizer: { use: adam, learningRate: 0.001 } }
metrics: [reconstruction, test-error]
`

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-resume-'))
  file = join(folder, 'killed.yaml')
  writeFileSync(file, EXPERIMENT)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** All of a run that the clock has no part in. */
function outcome({ code, stdout, stderr }: Finished) {
  expect(code, stderr).toBe(0)
  const { weights, rows, stages, directory } = JSON.parse(stdout) as RunResult & { directory: string }
  const log = readFileSync(join(directory, 'metrics.jsonl'), 'utf8').trim().split('\n')
  const timeless = (told: object) =>
    Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'seconds' && name !== 'examplesPerSecond'))
  return {
    weights: weights.sha256,
    rows,
    stages: stages.map(({ name, notes, epochs, measured }) => ({
      name,
      notes,
      measured,
      epochs: epochs.map((epoch) => timeless(epoch)),
    })),
    log: log.map((line) => timeless(JSON.parse(line))),
    files: readdirSync(directory, { recursive: true }).map(String).toSorted(),
  }
}

describe.each(ENGINES)('a run on %s', (engine) => {
  const args = (runs: string): string[] => [
    ...['run', file, '--engine', engine, '--runs', join(folder, engine, runs), '--threads', '1', '--json'],
    ...['--checkpoint-every', '1'],
  ]

  it(
    `that is killed at ${KILLS} moments ends with the bits of one left alone`,
    async () => {
      const first = startHourglass(args('whole'))
      await first.said('stage ')
      const began = performance.now()
      const expected = outcome(await first.finished)
      // Of its stages, measurements and figures; the machine may have been busier than it will be later.
      let span = performance.now() - began
      // More than kills: a process may end before its moment comes.
      const moments = randomWords(seedWords(`kills ${engine}`), 10 * KILLS)
      let [kills, completed, resumed, attempt] = [0, 0, 0, 0]
      const look = (finished: Finished): void => {
        expect(outcome(finished)).toEqual(expected)
        completed++
      }
      while (kills < KILLS) {
        const { child, finished, said } = startHourglass(args(`killed-${completed}`))
        await said('stage ')
        const started = performance.now()
        const ended = await Promise.race([finished, wait(span * unitFloat(moments[attempt++]!))])
        if (ended === undefined) child.kill('SIGKILL')
        const last = await finished
        const goneOn = last.stderr.includes('going on with an unfinished run')
        if (goneOn) resumed++
        else if (last.code === 0) span = Math.min(span, performance.now() - started)
        if (last.code === 0) look(last)
        else kills++
      }
      look(await hourglass(args(`killed-${completed}`)))
      // Else this would have tested how runs begin.
      expect(resumed).toBeGreaterThan(KILLS / 4)
    },
    60_000 + KILLS * 30_000,
  )

  it('that was interrupted goes on where it was, and says so', async () => {
    const expected = outcome(await hourglass(args('whole')))
    const { child, finished, said } = startHourglass(args('interrupted'))
    await said('epoch 1/')
    child.kill('SIGINT')
    const first = await finished
    expect(first.code).toBe(130)
    expect(first.stderr).toContain('the same command goes on from where it was')
    const second = await hourglass([...args('interrupted'), '--resume'])
    expect(second.stderr).toContain('going on with an unfinished run: stage 1, after epoch 1')
    expect(outcome(second)).toEqual(expected)
  })
})

describe('hourglass run', () => {
  const args = (runs: string, ...more: string[]): string[] => [
    ...['run', file, '--engine', 'wasm', '--runs', join(folder, runs), '--json', '--checkpoint-every', '1', ...more],
  ]

  it('starts afresh where it is asked to, and refuses to resume nothing', async () => {
    const nothing = await hourglass(args('nothing', '--resume'))
    expect(nothing).toMatchObject({ code: 2, stdout: '' })
    expect(nothing.stderr).toContain('there is no unfinished run of this experiment to go on with')
    const { child, said, finished } = startHourglass(args('fresh'))
    await said('epoch 1/')
    child.kill('SIGKILL')
    await finished
    const fresh = await hourglass(args('fresh', '--fresh'))
    expect(fresh.stderr).toContain('starting it afresh, as asked')
    expect(fresh.code).toBe(0)
    expect((await hourglass(args('both', '--fresh', '--resume'))).stderr).toContain('are opposites')
  })

  it('falls back where the newest checkpoint is damaged, and starts afresh where all are', async () => {
    const { child, said, finished } = startHourglass(args('damaged'))
    await said('epoch 1/')
    child.kill('SIGKILL')
    await finished
    const [run] = readdirSync(join(folder, 'damaged')).filter((name) => !name.endsWith('.lock'))
    const checkpoints = join(folder, 'damaged', run!, 'checkpoints')
    const tensors = readdirSync(checkpoints)
      .filter((name) => /^\d+\.safetensors$/.test(name))
      .toSorted()
    writeFileSync(join(checkpoints, tensors.at(-1)!), 'no tensors')
    const { child: second, said: told, finished: done } = startHourglass(args('damaged'))
    await told('going on with an unfinished run')
    second.kill('SIGKILL')
    expect((await done).stderr).toContain('is of no use')
    for (const name of readdirSync(checkpoints)) writeFileSync(join(checkpoints, name), '')
    const last = await hourglass(args('damaged'))
    expect(last.stderr).toContain('starting it afresh, for it has no checkpoint')
    expect(last.code).toBe(0)
  })
})
