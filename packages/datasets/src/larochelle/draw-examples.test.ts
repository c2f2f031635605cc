import { expect, it } from 'vitest'

import { drawExamples, type ExampleDrawing } from './draw-examples.js'

const drawing: ExampleDrawing = {
  count: 10,
  dimensions: 3,
  key: [1, 2],
  draw({ integer }, pixels, i) {
    pixels.set([i, integer(256), integer(256)])
    return i % 2
  },
}

it('gives every example pixels, a class and draws of its own', async () => {
  const { pixels, labels } = await drawExamples(drawing, () => {})
  expect([...labels]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1])
  expect(Array.from({ length: 10 }, (_, i) => pixels[3 * i])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(new Set(Array.from({ length: 10 }, (_, i) => pixels.subarray(3 * i + 1, 3 * i + 3).join())).size).toBe(10)
})

it('gives the same example in a set of any size, and another one by another key', async () => {
  const small = await drawExamples(drawing, () => {})
  const large = await drawExamples({ ...drawing, count: 1000 }, () => {})
  expect(large.pixels.subarray(0, 30)).toEqual(small.pixels)
  const other = await drawExamples({ ...drawing, key: [1, 3] }, () => {})
  expect(other.hashes.images).not.toBe(small.hashes.images)
  expect(other.hashes.labels).toBe(small.hashes.labels)
})

it('is stopped on its way', async () => {
  const stop = new AbortController()
  let drawn = 0
  const draw = (): number => {
    if (++drawn === 1) setTimeout(() => stop.abort(new Error('stopped')), 0)
    return 0
  }
  const made = drawExamples({ ...drawing, count: 10_000_000, dimensions: 1, draw }, () => {}, stop.signal)
  await expect(made).rejects.toThrow('stopped')
  expect(drawn).toBeLessThan(10_000_000)
})

it('tells how far it is', async () => {
  const told: string[] = []
  await drawExamples({ ...drawing, count: 25_000 }, (message) => void told.push(message))
  expect(told).toEqual(['10000 of 25000 examples', '20000 of 25000 examples'])
})
