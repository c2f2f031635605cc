import { expect, it } from 'vitest'

import { relativeError } from './relative-error.js'

it('is ‖a − b‖ over the larger norm', () => {
  expect(relativeError({ w: [3, 4] }, { w: [3, 4] })).toBe(0)
  expect(relativeError({ w: [0, 4] }, { w: [3, 4] })).toBeCloseTo(3 / 5, 14)
})

it('is that of the worst name, however small its numbers', () => {
  expect(relativeError({ W: [1000], b: [0.001] }, { W: [1000], b: [0.002] })).toBeCloseTo(0.5, 14)
})

it('forgives what lies below the floor', () => {
  expect(relativeError({ b: [0] }, { b: [1e-12] })).toBeCloseTo(1e-6, 12)
})

it('does not pass what is not a number', () => {
  expect(relativeError({ a: [NaN], b: [1] }, { a: [1], b: [1] })).toBeNaN()
})

it('refuses records that differ in names or lengths', () => {
  expect(() => relativeError({ a: [1] }, { b: [1] })).toThrow(/names/)
  expect(() => relativeError({ a: [1] }, { a: [1, 2] })).toThrow(/a has 1/)
})
