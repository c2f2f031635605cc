import { expect, it } from 'vitest'

import { columnFormat } from './format-values.js'

it.each([
  [
    [1.234, 2.5],
    ['1.234', '2.500'],
  ],
  [
    [64.65, 59.2, 89.3],
    ['64.65', '59.20', '89.30'],
  ],
  [
    [511.7, 513, 32419.6],
    ['511.7', '513.0', '32419.6'],
  ],
  [
    [0.00073, 0.00175],
    ['7.30e-4', '1.75e-3'],
  ],
  [
    [0, 0],
    ['0', '0'],
  ],
  [[], []],
])('columnFormat of %j', (values, expected) => expect(values.map(columnFormat(values))).toEqual(expected))
