import { testOptimizer } from '@hourglass/testing'

import plugin from './index.js'

testOptimizer(plugin, 'kebab-name', [{ rule: () => (w, g, _, eta) => w - eta * Math.sign(g) }])
