import type { Curve, Matrix, Measurement } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { expectClose, expectWellFormed, headings, numbersIn } from './check-measurements.js'

const good: Measurement = { name: 'a-1', label: 'A', value: 2, unit: '', better: 'lower' }
const curve = (x: readonly number[], y: readonly number[], label = 'y'): Curve => ({
  x: { label: 'x', values: x },
  y: { label, values: y },
})
const matrix = (values: readonly (readonly number[])[], rows = ['p', 'q'], columns = ['u', 'v', 'w']): Matrix => ({
  rows: { label: 'row', names: rows },
  columns: { label: 'column', names: columns },
  values,
})
const SIX = [
  [1, 2, 3],
  [4, 5, 6],
]

describe('expectWellFormed', () => {
  it('takes measurements with and without a curve', () => {
    expectWellFormed([good, { ...good, name: 'b', curve: curve([1, 2, 2], [5, 4, 3]) }])
    expectWellFormed([{ ...good, matrix: matrix(SIX) }])
  })

  it.each<[string, readonly Measurement[], RegExp]>([
    ['none', [], /at least one/],
    ['a name twice', [good, good], /not unique/],
    ['a name with a space', [{ ...good, name: 'a 1' }], /kebab-case/],
    ['no label', [{ ...good, label: ' ' }], /no label/],
    ['NaN', [{ ...good, value: NaN }], /finite/],
    ['no unit', [{ ...good, unit: undefined as never }], /unit/],
    ['a wrong direction', [{ ...good, better: 'up' as never }], /better/],
    ['a shorter y', [{ ...good, curve: curve([1, 2], [1]) }], /2 x and 1 y/],
    ['an empty curve', [{ ...good, curve: curve([], []) }], /no points/],
    ['a curve with infinity', [{ ...good, curve: curve([1], [Infinity]) }], /finite/],
    ['an axis without a label', [{ ...good, curve: curve([1], [1], '') }], /no label/],
    ['a matrix with a row too few', [{ ...good, matrix: matrix([[1, 2, 3]]) }], /2 names of rows/],
    ['a matrix with a short row', [{ ...good, matrix: matrix([[1, 2, 3], [4]]) }], /3 names of columns/],
    ['a matrix with NaN', [{ ...good, matrix: matrix([SIX[0]!, [4, NaN, 6]]) }], /not finite/],
    ['a matrix with a name twice', [{ ...good, matrix: matrix(SIX, ['p', 'p']) }], /not unique/],
    ['a matrix with an empty name', [{ ...good, matrix: matrix(SIX, ['p', ' ']) }], /no name/],
    ['a matrix of nothing', [{ ...good, matrix: matrix([], []) }], /empty/],
    ['a curve that goes back', [{ ...good, curve: curve([2, 1], [1, 1]) }], /back and forth/],
  ])('refuses %s', (_, measurements, message) => {
    expect(() => expectWellFormed(measurements)).toThrow(message)
  })
})

describe('expectClose', () => {
  it('is relative to the reference, absolute near 0, and lets the reference leave some out', () => {
    expectClose({ a: 1000.09, b: 1e-8, c: 7 }, { a: 1000, b: 0 }, 1e-4, 'r')
  })

  it.each([
    [{ a: 1000.2 }, { a: 1000 }],
    [{ a: 1e-6 }, { a: 0 }],
    [{ a: NaN }, { a: 1 }],
    [{}, { a: 1 }],
  ])('refuses %j for %j', (found, expected) => {
    expect(() => expectClose(found as Record<string, number>, expected, 1e-4, 'r')).toThrow()
  })
})

it('takes measurements apart into headings and numbers', () => {
  const measured = [
    { ...good, curve: curve([1, 2], [5, 4]) },
    { ...good, name: 'b', matrix: matrix(SIX) },
  ]
  expect(headings(measured)).toEqual([
    { name: 'a-1', label: 'A', unit: '', better: 'lower', curve: ['x', 'y'] },
    { name: 'b', label: 'A', unit: '', better: 'lower', matrix: ['row', 'column'] },
  ])
  expect(numbersIn(measured)).toEqual({
    ...{ 'a-1': 2, 'a-1 x[0]': 1, 'a-1 x[1]': 2, 'a-1 y[0]': 5, 'a-1 y[1]': 4 },
    ...{ b: 2, 'b[0][0]': 1, 'b[0][1]': 2, 'b[0][2]': 3, 'b[1][0]': 4, 'b[1][1]': 5, 'b[1][2]': 6 },
  })
})
