import type { Measurement } from '@hourglass/core'
import { expect, it } from 'vitest'

import { measuredTable } from './measured-table.js'

const measured = (name: string, value: number): Measurement => ({
  ...{ name, label: `the ${name}`, value, unit: 'nats', better: 'lower' },
})
const stage = { name: 's', seconds: 1, epochs: [], notes: [] }

it('puts what stages measured between the model and the baselines, and says where it is not the test set', () => {
  const table = measuredTable({
    rows: [
      { label: 'trial', measurements: [measured('nll', 1), measured('error', 2)] },
      { label: 'SVM', baseline: true, measurements: [measured('error', 3), measured('margin', 4)] },
    ],
    stages: [
      stage,
      {
        ...stage,
        measured: [
          { label: 'pretrained', split: 'test', measurements: [measured('nll', 5)] },
          { label: 'pretrained', split: 'validation', measurements: [measured('rank', 6)] },
        ],
      },
      { ...stage, measured: [{ label: 'stacked', split: 'train', measurements: [measured('nll', 0)] }] },
    ],
  })
  expect(table.columns.map(({ name }) => name)).toEqual(['nll', 'error', 'rank', 'margin'])
  expect(table.columns[2]).toEqual({ name: 'rank', label: 'the rank', unit: 'nats', better: 'lower' })
  const none = undefined
  expect(table.rows).toEqual([
    { label: 'trial', emphasis: true, cells: [1, 2, none, none] },
    { label: 'pretrained', emphasis: false, cells: [5, none, none, none] },
    { label: 'pretrained (validation)', emphasis: false, cells: [none, none, 6, none] },
    { label: 'stacked (train)', emphasis: false, cells: [0, none, none, none] },
    { label: 'SVM', emphasis: false, cells: [none, 3, none, 4] },
  ])
})
