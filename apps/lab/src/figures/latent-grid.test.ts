import type { Engine } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { latentGrid, placesAtQuantiles } from './latent-grid.js'
import { QUARTERS, linearModel, toyScene, toySubject } from './scene.fixture.js'

it('is even in examples along each axis, the greatest y at the top', () => {
  // Squares: far from even in x.
  const places = Array.from({ length: 100 }, (_, step) => [step ** 2, (step * 37) % 100] as const)
  const grid = placesAtQuantiles(places, 5)
  expect(grid).toHaveLength(25)
  const columns = grid.slice(0, 5).map(([x]) => x)
  const between = [-Infinity, ...columns, Infinity].map((x) => places.filter(([px]) => px < x).length)
  expect(between.slice(1).map((below, at) => below - between[at]!)).toEqual([10, 20, 20, 20, 20, 10])
  expect(new Set(grid.slice(0, 5).map(([, y]) => y)).size).toBe(1)
  expect(grid[0]![1]).toBeGreaterThan(grid[24]![1])
})

describe.each(testEngines())('latentGrid on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  const rows = Array.from({ length: 31 }, (_, step) => [step / 30, (30 - step) / 30, 0, 0])

  it('decodes the place that each picture stands for', () => {
    // A code is a picture's first two pixels, and is decoded to itself.
    const narrow = linearModel(
      [
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
      ],
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
    )
    const scene = toyScene(toySubject(engine, { rows, image: QUARTERS, model: narrow }))
    const [figure] = latentGrid(scene)
    expect(figure!.pixels).toHaveLength(15 * 15 * 4)
    // Both are even over 0 … 1: x grows to the right, y to the top.
    for (let picture = 0; picture < 225; picture++) {
      expect(figure!.pixels[4 * picture]).toBeCloseTo(((picture % 15) + 0.5) / 15, 5)
      expect(figure!.pixels[4 * picture + 1]).toBeCloseTo((14.5 - Math.floor(picture / 15)) / 15, 5)
    }
  })

  it('is nothing where a code is one number', () => {
    const model = linearModel([[1], [0], [0], [0]], [[1, 0, 0, 0]])
    expect(latentGrid(toyScene(toySubject(engine, { rows, image: QUARTERS, model })))).toEqual([])
  })
})
