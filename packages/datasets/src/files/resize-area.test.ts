import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { resizeArea } from './resize-area.js'

test('half the size: the mean of each four', () => {
  const values = [0, 4, 8, 12, 2, 6, 10, 14]
  expect([...resizeArea({ height: 2, width: 4, channels: 1, values }, 1, 2)]).toEqual([3, 11])
})

test('two thirds of the size: parts of pixels by their area', () => {
  // Each new pixel is 1.5 old ones wide: (1 · a + ½ · b) / 1.5.
  const found = [...resizeArea({ height: 1, width: 3, channels: 1, values: [3, 6, 12] }, 1, 2)]
  expect(found[0]).toBeCloseTo(4, 12)
  expect(found[1]).toBeCloseTo(10, 12)
})

test('twice the size: blocks; each channel for itself', () => {
  const picture = { height: 1, width: 2, channels: 2, values: [1, 10, 2, 20] }
  expect([...resizeArea(picture, 1, 4)]).toEqual([1, 10, 1, 10, 2, 20, 2, 20])
})

test('the mean stays, and so does a picture of one colour; the same size changes nothing', () => {
  const size = fc.integer({ min: 1, max: 9 })
  fc.assert(
    fc.property(size, size, size, size, fc.array(fc.nat(255), { minLength: 81, maxLength: 81 }), (h, w, y, x, all) => {
      const values = all.slice(0, h * w)
      const mean = (numbers: ArrayLike<number>) =>
        Array.from(numbers).reduce((sum, value) => sum + value, 0) / numbers.length
      const picture = { height: h, width: w, channels: 1, values }
      expect(mean(resizeArea(picture, y, x))).toBeCloseTo(mean(values), 9)
      for (const value of resizeArea({ ...picture, values: values.map(() => 7) }, y, x)) expect(value).toBeCloseTo(7, 9)
      expect([...resizeArea(picture, h, w)]).toEqual(values)
    }),
  )
})
