import { createHash } from 'node:crypto'

import { type Dataset, DATASET, definePlugin, type Split } from '@hourglass/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import {
  digestsOf,
  expectAnyOrder,
  expectDisjoint,
  expectLabels,
  expectProvenance,
  expectRows,
  expectSpec,
} from './dataset-checks.js'
import { testDataset } from './test-dataset.js'

/** Points of a circle, `count` from the angle `first` on. */
function arc(first: number, count: number): Split {
  const point = (i: number): number[] => [Math.cos(first + i), Math.sin(first + i)]
  return {
    size: count,
    rows: (indices) => Float32Array.from(Array.from(indices).flatMap(point)),
    labels: Uint8Array.from({ length: count }, (_, i) => (Math.cos(first + i) > 0 ? 1 : 0)),
  }
}

const circle = (count: number): Dataset => ({
  name: 'circle',
  spec: { dimensions: 2, range: [-1, 1], classes: 2 },
  train: arc(0, count),
  validation: arc(0.3, 20),
  test: arc(0.6, 30),
  hashes: { points: createHash('sha256').update(`circle ${count}`).digest('hex') },
})

const plugin = definePlugin({
  name: 'circle',
  apiVersion: 1,
  register: (registry) =>
    registry.add(DATASET, 'circle', {
      summary: 'points of a circle',
      options: z.strictObject({ count: z.number().int().min(1).default(50) }),
      create: ({ count }) => ({
        async load(progress = () => {}, signal) {
          signal?.throwIfAborted()
          progress('drawing a circle')
          return circle(count)
        },
      }),
    }),
})

testDataset(plugin, 'circle', [
  { sizes: { train: 50, validation: 20, test: 30 } },
  {
    options: { count: 2500 },
    sizes: { train: 2500, validation: 20, test: 30 },
    examples: [{ split: 'train', index: 0, row: [1, 0], label: 1 }],
  },
])

describe('testDataset finds', () => {
  const { spec, train, test } = circle(50)
  const all: Split = {
    size: 3,
    rows: (indices) => Float32Array.from(Array.from(indices).flatMap((i) => [i, -i])),
    labels: Uint8Array.of(0, 1, 2),
  }

  it('numbers outside of the range, and NaN', () => {
    expect(() => expectRows('train', train, spec)).not.toThrow()
    expect(() => expectRows('train', all, spec)).toThrow('train: example 2 holds 2, outside of spec.range [-1, 1]')
    const broken = { ...train, rows: () => Float32Array.of(Number.NaN, 0) }
    expect(() => expectRows('train', { ...broken, size: 1 }, spec)).toThrow('example 0 holds NaN')
    expect(() => expectRows('train', train, { ...spec, dimensions: 3 })).toThrow('of 3 dimensions')
  })

  it('bytes that are not what the rows are made of', () => {
    const pixels = Uint8Array.of(0, 255, 51, 204)
    const rows = (indices: ArrayLike<number>) =>
      Float32Array.from(Array.from(indices).flatMap((i) => [pixels[2 * i]! / 255, pixels[2 * i + 1]! / 255]))
    const stated = (bytes: Split['bytes']) => () =>
      expectRows('train', { size: 2, rows, ...(bytes && { bytes }) }, spec)
    expect(stated({ pixels })).not.toThrow()
    expect(stated({ pixels: Uint8Array.of(9, 9, 51, 204, 0, 255), rows: Int32Array.of(2, 1) })).not.toThrow()
    expect(stated({ pixels, rows: Int32Array.of(1, 0) })).toThrow('train.bytes: example 0 is another one')
    expect(stated({ pixels: Uint8Array.of(0, 255, 51, 205) })).toThrow('train.bytes: example 1 is another one')
    expect(stated({ pixels: pixels.subarray(0, 2) })).toThrow('train.bytes: example 1')
  })

  it('labels of classes that there are not, and labels that are missing', () => {
    expect(() => expectLabels('train', train, spec)).not.toThrow()
    expect(() => expectLabels('train', all, spec)).toThrow('example 2 is of class 2 of 2')
    expect(() => expectLabels('train', { ...all, size: 4 }, spec)).toThrow('one for each example')
    expect(() => expectLabels('train', { size: 3, rows: all.rows }, spec)).toThrow('train.labels are there')
  })

  it('an array that is used again for every batch', () => {
    expect(() => expectAnyOrder('train', train)).not.toThrow()
    const memory = train.rows([0, 1, 2, 3, 4])
    const aliased = { size: 5, rows: (indices: ArrayLike<number>) => memory.subarray(0, 2 * indices.length) }
    expect(() => expectAnyOrder('train', aliased)).toThrow('train.rows')
  })

  it('an example that is in two splits', () => {
    const digests = { train: digestsOf(train, 2), validation: [], test: digestsOf(test, 2) }
    expect(() => expectDisjoint(digests)).not.toThrow()
    const leaked = { ...digests, test: [...digests.test, digests.train[7]!] }
    expect(() => expectDisjoint(leaked)).toThrow("such as 30, which is train's 7")
  })

  it('what contradicts itself in a spec, and a hash that is none', () => {
    expect(() => expectSpec({ ...spec, image: [2, 2] })).toThrow('2 × 2')
    expect(() => expectSpec({ ...spec, range: [1, 1] })).toThrow('[1, 1]')
    expect(() => expectProvenance({ ...circle(5), hashes: {} })).toThrow('hashes')
    expect(() => expectProvenance({ ...circle(5), hashes: { points: 'abc' } })).toThrow('SHA-256')
  })
})
