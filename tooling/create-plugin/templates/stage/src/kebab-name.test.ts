import { testStage } from '@hourglass/testing'

import plugin from './index.js'

testStage(plugin, 'kebab-name', [{}, { options: { lambda: 0.9, sigma: 0 }, deterministic: true }])
