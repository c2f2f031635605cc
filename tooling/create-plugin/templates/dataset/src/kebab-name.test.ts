import { testDataset } from '@hourglass/testing'

import plugin from './index.js'

testDataset(plugin, 'kebab-name', [
  { options: { examples: 103, classes: 3 }, sizes: { train: 83, validation: 10, test: 10 }, classSizes: [35, 34, 34] },
  { options: { examples: 103, classes: 3, seed: 7 }, sizes: { train: 83, validation: 10, test: 10 } },
])
