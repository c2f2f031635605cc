import type { Curve, Measurement } from '@hourglass/core'
import { expect, it } from 'vitest'

import { measuredCurves } from './measured-curves.js'

const curve = (y: readonly number[]): Curve => ({
  x: { label: 'r', values: y.map((_, place) => place) },
  y: { label: 'ratio', values: y },
})
const measured = (name: string, value: number, of?: Curve): Measurement => ({
  ...{ name, label: `the ${name}`, value, unit: 'nats', better: 'lower' },
  ...(of && { curve: of }),
})

it('makes a curve of each measurement that has one, with a line for each row that does', () => {
  const curves = measuredCurves([
    {
      label: 'model',
      measurements: [measured('nll', 1), measured('a', 2, curve([5, 6])), measured('b', 3, curve([7]))],
    },
    { label: 'PCA', measurements: [measured('nll', 4), measured('b', 5, curve([8, 9]))] },
    { label: 'mean', measurements: [measured('nll', 6)] },
  ])
  const axes = { xLabel: 'r', yLabel: 'ratio' }
  expect(curves).toEqual([
    { title: 'the a', ...axes, lines: [{ label: 'model', value: 2, unit: 'nats', x: [0, 1], y: [5, 6] }] },
    {
      title: 'the b',
      ...axes,
      lines: [
        { label: 'model', value: 3, unit: 'nats', x: [0], y: [7] },
        { label: 'PCA', value: 5, unit: 'nats', x: [0, 1], y: [8, 9] },
      ],
    },
  ])
})

it('makes none where nothing has a curve', () => {
  expect(measuredCurves([{ label: 'model', measurements: [measured('nll', 1)] }])).toEqual([])
})
