import { HourglassError } from '@hourglass/core'
import { expect, it } from 'vitest'

import { measurement } from './measurement.js'

const curve = (y: number) => ({ x: { label: 'x', values: [1] }, y: { label: 'y', values: [y] } })
const matrix = (value: number) => ({
  rows: { label: 'r', names: ['a'] },
  columns: { label: 'c', names: ['b'] },
  values: [[value]],
})

it('says no more than its number unless told', () => {
  expect(measurement('a', 'A', 2)).toEqual({ name: 'a', label: 'A', value: 2, unit: '', better: 'neither' })
  const more = { unit: 'nats', better: 'lower', curve: curve(3), matrix: matrix(4) } as const
  expect(measurement('a', 'A', 2, more)).toEqual({ name: 'a', label: 'A', value: 2, ...more })
})

it.each([
  ['NaN', () => measurement('a', 'A', NaN)],
  ['infinity', () => measurement('a', 'A', -Infinity)],
  ['NaN in its curve', () => measurement('a', 'A', 1, { curve: curve(NaN) })],
  ['infinity in its matrix', () => measurement('a', 'A', 1, { matrix: matrix(Infinity) })],
])('refuses %s', (_, measure) => expect(measure).toThrow(HourglassError))
