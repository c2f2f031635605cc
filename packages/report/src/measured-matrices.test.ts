import type { Matrix, Measurement } from '@hourglass/core'
import { expect, it } from 'vitest'

import { measuredMatrices } from './measured-matrices.js'

const matrix = (value: number): Matrix => ({
  rows: { label: 'true', names: ['a'] },
  columns: { label: 'said', names: ['b'] },
  values: [[value]],
})
const measured = (name: string, value: number, of?: Matrix): Measurement => ({
  ...{ name, label: `the ${name}`, value, unit: '%', better: 'lower' },
  ...(of && { matrix: of }),
})

it('takes the matrices, those of one measurement beside each other, the model’s first', () => {
  const matrices = measuredMatrices([
    { label: 'model', measurements: [measured('nll', 1), measured('a', 2, matrix(5)), measured('b', 3, matrix(6))] },
    { label: 'SVM', measurements: [measured('b', 4, matrix(7)), measured('a', 5, matrix(8))] },
    { label: 'mean', measurements: [measured('nll', 6)] },
  ])
  expect(matrices).toEqual([
    { title: 'the a', label: 'model', value: 2, unit: '%', ...matrix(5) },
    { title: 'the a', label: 'SVM', value: 5, unit: '%', ...matrix(8) },
    { title: 'the b', label: 'model', value: 3, unit: '%', ...matrix(6) },
    { title: 'the b', label: 'SVM', value: 4, unit: '%', ...matrix(7) },
  ])
})
