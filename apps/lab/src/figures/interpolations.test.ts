import type { Engine } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { tanh } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { interpolate, interpolations } from './interpolations.js'
import { QUARTERS, linearModel, toyScene, toySubject, unit } from './scene.fixture.js'

it('goes straight from one code to the other', () => {
  expect([...interpolate(Float32Array.of(0, 8), Float32Array.of(4, 0), 4)]).toEqual([0, 8, 1, 6, 2, 4, 3, 2, 4, 0])
})

describe.each(testEngines())('interpolations on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  it('stands between two examples of different classes, with their reconstructions at its ends', async () => {
    const rows = [
      [0, 0, 0, 1],
      [0, 0, 1, 0],
      [0, 1, 0, 0],
      [1, 0, 0, 0],
    ]
    const model = { ...linearModel(unit(4), unit(4)), decode: (_: unknown, h: never) => tanh(h) }
    const subject = toySubject(engine, { rows, labels: [0, 0, 1, 1], image: QUARTERS, model: model as never })
    const scene = toyScene(subject)
    const [figure] = interpolations(scene)
    expect(figure!.rowLabels).toEqual(['0 → 1', '0 → 1'])
    expect(figure!.columns).toBe(13)
    const picture = (at: number) => [...figure!.pixels.subarray(4 * at, 4 * at + 4)]
    expect(picture(0)).toEqual(rows[0])
    expect(picture(12)).toEqual(rows[2])
    // The first and the last step are the reconstructions, the sixth is halfway.
    const t = Math.tanh(1)
    const half = Math.tanh(0.5)
    for (const [at, expected] of [
      [1, [0, 0, 0, t]],
      [11, [0, t, 0, 0]],
      [6, [0, half, 0, half]],
    ] as const)
      picture(at).forEach((value, pixel) => expect(value).toBeCloseTo(expected[pixel]!, 5))
    expect(picture(13)).toEqual(rows[1])
    expect(picture(25)).toEqual(rows[3])
    expect(await leakedTensors(engine, () => interpolations(scene))).toBe(0)
  })

  it('is nothing for a single example', () => {
    expect(interpolations(toyScene(toySubject(engine, { rows: [[1, 0, 0, 0]], image: QUARTERS })))).toEqual([])
  })
})
