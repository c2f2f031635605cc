import type { Engine, Split } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { batchSource } from './batch-source.js'

/** Every byte once, eight to an example; the host divides in float64 and rounds. */
const pixels = Uint8Array.from({ length: 256 }, (_, place) => (place * 37) % 256)
const host = (rows: readonly number[]): Split => ({
  size: rows.length,
  rows: (indices) =>
    Float32Array.from({ length: indices.length * 8 }, (_, place) => {
      const row = rows[indices[Math.floor(place / 8)]!]!
      return pixels[row * 8 + (place % 8)]! / 255
    }),
})
const inOrder = Array.from({ length: 32 }, (_, row) => row)
const some = [5, 31, 0, 5]

describe.each(testEngines())('batchSource on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  const found = (split: Split, indices: readonly number[]) => {
    const source = batchSource(engine, split)
    const compiled = engine.compile(({ batch }: { batch: ReturnType<typeof source.batch> }) => ({
      x: source.floats(batch),
    }))
    const batch = source.batch(Int32Array.from(indices))
    const x = tidy(() => compiled({ batch }).x)
    const numbers = [...x.dataSync()]
    x.dispose()
    source.release(batch)
    source.dispose()
    return numbers
  }

  it.each([
    ['all rows', inOrder, { pixels }],
    ['chosen rows', some, { pixels, rows: Int32Array.from(some) }],
  ])('makes of bytes the same bits as the host: %s', (_, rows, bytes) => {
    const plain = host(rows)
    for (const indices of [rows.map((_row, place) => place), [3, 1, 1]])
      expect(found({ ...plain, bytes }, indices)).toEqual([...plain.rows(indices)])
    expect(found(plain, [2])).toEqual([...plain.rows([2])])
  })

  it('leaves no tensor behind', async () => {
    const split = { ...host(inOrder), bytes: { pixels } }
    expect(await leakedTensors(engine, () => void found(split, [1, 2]))).toBe(0)
  })
})
