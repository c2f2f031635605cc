import { describe, expect, it } from 'vitest'

import { batchIndices, inOrder } from './batches.js'

describe('batchIndices', () => {
  it('goes through everything once, the last batch being what is left', () => {
    const batches = [...batchIndices(inOrder(10), 4)].map((indices) => [...indices])
    expect(batches).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ])
  })
  it('makes one batch of a set smaller than a batch, and none of an empty one', () => {
    expect([...batchIndices(inOrder(3), 100)]).toHaveLength(1)
    expect([...batchIndices(inOrder(0), 100)]).toHaveLength(0)
  })
})
