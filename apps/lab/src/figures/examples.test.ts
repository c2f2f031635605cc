import type { Engine } from '@hourglass/core'
import { floatSplit } from '@hourglass/engine'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { square, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { decodeCodes, encodeExamples, evenly, mapRows } from './examples.js'
import { linearModel, toySubject } from './scene.fixture.js'
import { showcase } from './showcase.js'

describe('evenly', () => {
  it('takes all where they are few, else as many of every part', () => {
    expect([...evenly(3, 5)]).toEqual([0, 1, 2])
    expect([...evenly(10, 5)]).toEqual([0, 2, 4, 6, 8])
    const chosen = evenly(10_007, 2000)
    expect(new Set(chosen).size).toBe(2000)
    expect(chosen.filter((place) => place < 5003).length).toBeCloseTo(1000, -1)
    expect(evenly(0, 5)).toHaveLength(0)
  })
})

describe('showcase', () => {
  const split = (labels?: number[]) =>
    floatSplit({
      values: new Float32Array(6),
      dimensions: 1,
      ...(labels && { labels: Uint8Array.from(labels) }),
    })

  it('takes classes in turn, as long as each has an example', () => {
    expect([...showcase(split([2, 2, 7, 2, 7, 7]), 4)]).toEqual([0, 2, 1, 4])
    expect([...showcase(split([2, 2, 7, 2, 2, 2]), 6)]).toEqual([0, 2, 1])
    expect([...showcase(split(), 4)]).toEqual([0, 1, 2, 3])
    expect([...showcase(split(), 9)]).toHaveLength(6)
  })
})

describe.each(testEngines())('examples on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  it('come with their codes and labels, and codes with what they are decoded to', async () => {
    const rows = [
      [1, 2],
      [3, 4],
      [5, 6],
    ]
    const subject = toySubject(engine, { rows, labels: [4, 5, 6], model: linearModel([[1], [10]], [[1, -1]], 3) })
    const found = encodeExamples(subject, {}, subject.dataset.test, Int32Array.of(2, 0))
    expect(found).toEqual({
      count: 2,
      rows: Float32Array.of(5, 6, 1, 2),
      codes: Float32Array.of(65, 21),
      labels: [6, 4],
    })
    expect([...decodeCodes(subject, {}, found.codes)]).toEqual([68, -62, 24, -18])
    expect(await leakedTensors(engine, () => decodeCodes(subject, {}, found.codes))).toBe(0)
  })

  it('go through a function block by block in their order', () => {
    const rows = Float32Array.from({ length: 2 * 1203 }, (_, at) => at % 97)
    const sizes: number[] = []
    const squares = mapRows(rows, 2, (block) => {
      sizes.push(block.shape[0])
      return square(block) as Tensor2D
    })
    expect(sizes).toEqual([500, 500, 203])
    expect(squares).toEqual(rows.map((value) => value ** 2))
    expect(mapRows(new Float32Array(0), 2, (block) => block)).toHaveLength(0)
  })
})
