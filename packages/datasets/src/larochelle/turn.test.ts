import { expect, it } from 'vitest'

import { turn } from './turn.js'

it('is exact at quarter turns', () => {
  expect([0, 0.25, 0.5, 0.75].map((u) => turn(u)).map(({ cos, sin }) => [cos + 0, sin + 0])).toEqual([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ])
})

it('is the cosine and the sine, to the last bits', () => {
  let farthest = 0
  for (let step = 0; step < 100_000; step++) {
    const u = step / 100_000
    const { cos, sin } = turn(u)
    const [c, s] = [Math.cos(2 * Math.PI * u), Math.sin(2 * Math.PI * u)]
    farthest = Math.max(farthest, Math.abs(cos - c), Math.abs(sin - s))
  }
  expect(farthest).toBeLessThan(2e-15)
  const last = turn(1 - 2 ** -32)
  expect(last.cos).toBeCloseTo(1, 15)
  expect(last.sin).toBeCloseTo(-2 * Math.PI * 2 ** -32, 15)
})
