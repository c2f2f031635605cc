import { testOptimizer } from '@hourglass/testing'

import optimizers from './index.js'

testOptimizer(optimizers, 'sgd', [
  { rule: () => (w, g, _, eta) => w - eta * g },
  { options: { learningRate: 0.003, clipNorm: 1, schedule: 'cosine' }, rule: () => (w, g, _, eta) => w - eta * g },
])
