import { describe, expect, it } from 'vitest'

import { classPairs, electClasses } from './one-against-one.js'

describe('one against one', () => {
  it('pairs every class with every later one', () => {
    expect(classPairs([0, 3, 7])).toEqual([
      [0, 3],
      [0, 7],
      [3, 7],
    ])
    expect(classPairs(Array.from({ length: 10 }, (_, k) => k))).toHaveLength(45)
  })

  it('elects the class with most votes, whatever the size of the values; 0 is a vote for the second', () => {
    const pairs = classPairs([0, 3, 7])
    expect(Array.from(electClasses([1, 1, 9, -1, 9, 1e-6, -1, -9, -9, 0, 0, 0], pairs))).toEqual([0, 3, 7, 7])
  })

  it('elects the first class of a circle', () => {
    // 0 beats 1, 1 beats 2, 2 beats 0.
    expect(Array.from(electClasses([1, -1, 1], classPairs([0, 1, 2])))).toEqual([0])
    expect(Array.from(electClasses([-1, 1, -1], classPairs([4, 5, 6])))).toEqual([4])
  })
})
