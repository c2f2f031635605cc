import { testRegularizer } from '@hourglass/testing'

import plugin from './index.js'

const squaredNorm = (h: Float64Array) => h.reduce((sum, value) => sum + value ** 2, 0)

testRegularizer(plugin, 'kebab-name', [
  { penalty: ({ h }) => h.reduce((sum, row) => sum + squaredNorm(row), 0) / h.length },
])
