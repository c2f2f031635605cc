import { expect, test } from 'vitest'

import { refusalOf } from './hostile-files.fixture.js'
import { NumberBlocks } from './number-blocks.js'

test.each([
  [3, 5000],
  [5000, 3],
  [1, 1],
  [4096, 2],
])('rows of %i numbers, %i of them, come back in order', (dimensions, count) => {
  const blocks = new NumberBlocks(dimensions, 'x')
  for (let row = 0; row < count; row++)
    blocks.append(Float32Array.from({ length: dimensions }, (_, column) => row * dimensions + column))
  expect(blocks.count).toBe(count)
  expect(blocks.take()).toEqual(Float32Array.from({ length: dimensions * count }, (_, i) => i))
  expect(blocks.take()).toHaveLength(0)
})

test('more numbers than fit in memory are refused before there is room for them', async () => {
  const blocks = new NumberBlocks(2 ** 28 + 1, 'some.csv')
  expect(await refusalOf(() => blocks.append(new Float32Array(0)))).toMatchObject({ code: 'too-much-data' })
})
