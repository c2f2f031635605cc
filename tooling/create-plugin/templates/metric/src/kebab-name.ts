import type { Metric } from '@hourglass/core'
import { splitBatches } from '@hourglass/engine'
import { dispose, norm, sum, tidy } from '@tensorflow/tfjs-core'

/** Examples per call. */
const BATCH = 500

/** The mean norm of the codes, E‖h(x)‖ over a split: (1/n) Σ_x √(Σ_k h_k(x)²). */
export function camelNameMetric(): Metric {
  return {
    needsEncoder: true,
    async measure({ model, params, split }) {
      let total = 0
      for (const { x } of splitBatches(split, BATCH)) {
        total += tidy(() => sum(norm(model.encode(params, x), 'euclidean', 1)).dataSync()[0]!)
        dispose(x)
      }
      const value = total / split.size
      return [{ name: 'kebab-name', label: 'mean norm of the code', value, unit: '', better: 'neither' }]
    },
  }
}
