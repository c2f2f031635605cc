import { createWasmEngine } from '@hourglass/engine'
import { scalar, type Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { EarlyStopping, type Values } from './early-stopping.js'

describe('EarlyStopping', () => {
  beforeAll(() => createWasmEngine())

  /** Observes epochs whose parameter is their number; tells which was kept, and where it said to stop. */
  function after(patience: number, epochs: readonly Values[]) {
    const stopping = new EarlyStopping(patience)
    const stops: number[] = []
    for (const [place, values] of epochs.entries()) {
      const w = scalar(place + 1)
      if (stopping.observe(place + 1, values, { w }) !== undefined) stops.push(place + 1)
      w.dispose()
    }
    const best = stopping.takeBest()!
    const kept = (best.params['w'] as Scalar).dataSync()[0]
    best.params['w']!.dispose()
    return { epoch: best.epoch, kept, stops }
  }

  it('keeps the epoch with the least value, the first of equals, and stops after so many without a better one', () => {
    const objectives = [3, 1, 2, 1, 2].map((objective) => ({ objective }))
    expect(after(2, objectives)).toEqual({ epoch: 2, kept: 2, stops: [4, 5] })
  })

  it('has the second value decide where the first ones are equal, and nowhere else', () => {
    const epochs = [
      { error: 0.2, entropy: 5 },
      { error: 0.1, entropy: 9 },
      { error: 0.1, entropy: 7 },
      { error: 0.3, entropy: 1 },
      { error: 0.1, entropy: 8 },
    ]
    expect(after(2, epochs)).toEqual({ epoch: 3, kept: 3, stops: [5] })
  })

  it('goes on from a snapshot whose names come in another order', () => {
    const first = new EarlyStopping(1)
    const w = scalar(1)
    first.observe(1, { error: 0.2, entropy: 1 }, { w })
    const { tensors } = first.snapshot()
    const resumed = new EarlyStopping(1, { position: { values: { entropy: 1, error: 0.2 }, epoch: 1 }, tensors })
    expect(resumed.observe(2, { error: 0.1, entropy: 2 }, { w })).toBeUndefined()
    expect(resumed.observe(3, { error: 0.1, entropy: 2 }, { w })).toContain('error than 0.1000')
    for (const stopping of [first, resumed]) stopping.dispose()
    w.dispose()
  })
})
