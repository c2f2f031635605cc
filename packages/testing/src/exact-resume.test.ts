import type { Engine, Params, Progress, Snapshot } from '@hourglass/core'
import { createCpuEngine, free } from '@hourglass/engine'
import { scalar, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { expectExactResume, readSnapshot, type StageRun, writeSnapshot } from './exact-resume.js'

let engine: Engine
beforeAll(async () => {
  engine = await createCpuEngine()
})

/** w ← w + v, v ← v + 1, five times; an epoch each. What a checkpoint takes of it is the case's. */
function counting(take: (w: number, v: number, epoch: number) => Snapshot | undefined): StageRun {
  return async ({ resume }, { listen }) => {
    const position = (resume?.position ?? {}) as { w?: number; v?: number; epoch?: number }
    let { w = 0, v = 1 } = position
    const seen: Progress[] = []
    for (let epoch = (position.epoch ?? 0) + 1; epoch <= 5; epoch++) {
      w += v++
      const told = {
        kind: 'epoch',
        epoch,
        epochs: 5,
        train: { objective: w },
        examplesPerSecond: 1,
        seconds: 1,
      } as const
      seen.push(told)
      listen(told)
      const taken = take(w, v, epoch)
      if (taken !== undefined) listen({ kind: 'checkpoint', take: () => taken })
      if (taken !== undefined) free(taken.tensors)
    }
    return { params: { w: scalar(w) }, seen }
  }
}

describe('expectExactResume', () => {
  it('accepts a stage that keeps all that it goes on from', async () => {
    const before = engine.tensorCount()
    await expectExactResume(counting((w, v, epoch) => ({ position: { w, v, epoch }, tensors: {} })))
    expect(engine.tensorCount()).toBe(before)
  })

  it.each([
    ['forgets its velocity', (w: number, _: number, epoch: number) => ({ position: { w, epoch }, tensors: {} }), 'w'],
    [
      'takes a step twice',
      (w: number, v: number, epoch: number) => ({ position: { w, v, epoch: epoch - 1 }, tensors: {} }),
      'w',
    ],
    ['keeps no checkpoint', () => undefined, 'cannot be resumed'],
  ])('refuses one that %s', async (_, take, message) => {
    await expect(expectExactResume(counting(take))).rejects.toThrow(message)
  })

  it('writes and reads snapshots without changing a bit', () => {
    const tensors: Params = { a: tensor1d([Math.fround(0.1), -0, 1e-45]), b: tensor1d([2 ** 31 - 1], 'int32') }
    const position = { value: 0.1 + 0.2, tiny: Number.MIN_VALUE, list: [1, { inside: 1 / 3 }] }
    const again = readSnapshot(writeSnapshot({ position, tensors }))
    expect(again.position).toEqual(position)
    expect([...again.tensors['a']!.dataSync()]).toEqual([...tensors['a']!.dataSync()])
    expect([...again.tensors['b']!.dataSync()]).toEqual([2 ** 31 - 1])
    free(tensors, again.tensors)
  })
})
