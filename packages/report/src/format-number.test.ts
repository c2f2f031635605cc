import { describe, expect, it } from 'vitest'

import { formatColumn, formatNumber, formatSeconds } from './format-number.js'

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [71.8342, '71.83'],
    [1234567, '1,234,567'],
    [0.012345, '0.01235'],
    [-19.4, '−19.4'],
    [1e-9, '1e−9'],
    [-2.5e12, '−2.5e12'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('%d is %s', (value, text) => expect(formatNumber(value)).toBe(text))

  it('takes null for the NaN that it was before it went through JSON', () => {
    expect(formatNumber(JSON.parse(JSON.stringify(NaN)))).toBe('NaN')
  })
})

describe('formatColumn', () => {
  it.each([
    [
      [71.834, 206.8514, 89.1],
      ['71.83', '206.85', '89.10'],
    ],
    [
      [1, 20, 3000],
      ['1', '20', '3,000'],
    ],
    [
      [2.5, NaN, -1],
      ['2.5', 'NaN', '−1.0'],
    ],
    [
      [1000, 0.00001],
      ['1,000', '1e−5'],
    ],
    [
      [0, 0],
      ['0', '0'],
    ],
    [
      [NaN, Infinity],
      ['NaN', '∞'],
    ],
    [[], []],
  ])('%j is %j', (values, texts) => expect(formatColumn(values)).toEqual(texts))
})

describe('formatSeconds', () => {
  it.each([
    [0, '0 s'],
    [0.4231, '0.42 s'],
    [43.84, '43.8 s'],
    [59.99, '1 min 00 s'],
    [185, '3 min 05 s'],
    [3599.9, '1 h 00 min'],
    [3720, '1 h 02 min'],
    [NaN, 'NaN s'],
  ])('%d is %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text))
})
