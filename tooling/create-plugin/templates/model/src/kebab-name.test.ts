import { testModel } from '@hourglass/testing'

import plugin from './index.js'

/** xW + b for one example; W is [inputs, outputs], row-major. */
const affine = (x: Float64Array, W: Float64Array, b: Float64Array): Float64Array =>
  b.map((bias, j) => x.reduce((sum, value, i) => sum + value * W[i * b.length + j]!, bias))

testModel(plugin, 'kebab-name', [
  {
    options: { units: 3 },
    reference: {
      encode: (params, x) => affine(x, params['encoder.W']!, params['encoder.b']!).map(Math.tanh),
      decode: (params, h) => affine(h, params['decoder.V']!, params['decoder.c']!),
    },
  },
])
