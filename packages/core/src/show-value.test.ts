import { expect, it } from 'vitest'

import { showValue } from './show-value.js'

it.each<[unknown, string]>([
  ['a "b"', '"a \\"b\\""'],
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [10n, '10'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ a: [1] }, '{"a":[1]}'],
])('shows %s as %s', (value, text) => {
  expect(showValue(value)).toBe(text)
})

it('cuts what is long and survives what holds itself', () => {
  expect(showValue('a'.repeat(1000))).toHaveLength(80)
  const loop: unknown[] = []
  loop.push(loop)
  expect(showValue(loop)).toBe('this value')
})
