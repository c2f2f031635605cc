import { testBaseline } from '@hourglass/testing'

import baselines from './index.js'

const meanOf = (x: Float64Array, train: readonly Float64Array[]) =>
  x.map((_, i) => train.reduce((total, row) => total + row[i]! / train.length, 0))

testBaseline(baselines, 'mean', [
  { label: 'mean of the training set', reconstruct: meanOf },
  { data: { dimensions: 3, range: [-20, 7] }, reconstruct: meanOf },
])
