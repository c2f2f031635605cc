import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { naturalOrder } from './natural-order.js'

test('digits by their number, all else by its characters', () => {
  const ordered = ['a', 'a1', 'a2', 'a10', 'a10b', 'b', 'img7.png', 'img08.png', 'img9.png', 'img10.png']
  expect(ordered.toReversed().toSorted(naturalOrder)).toEqual(ordered)
  expect(naturalOrder('9'.repeat(40), `1${'0'.repeat(40)}`)).toBeLessThan(0)
})

test('is an order: antisymmetric, transitive, equal for equal names alone', () => {
  const name = fc.string({ unit: fc.constantFrom(...'ab019'), maxLength: 6 })
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b)) + Math.sign(naturalOrder(b, a))).toBe(0)
      expect(naturalOrder(a, b) === 0).toBe(a === b)
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0)
    }),
    { numRuns: 5000 },
  )
})
