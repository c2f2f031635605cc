import type { Stage } from '@hourglass/core'
import { add, mul, tidy } from '@tensorflow/tfjs-core'

/**
 * Shrink and perturb: w ← λw + ε, ε ~ N(0, σ²I), for every parameter. Between two stages of training it keeps what was
 * learned and makes the network learn on as a fresh one does. Source: Ash and Adams 2020.
 */
export function camelNameStage(lambda: number, sigma: number): Stage {
  return {
    async *run({ engine, params, key, signal }) {
      signal.throwIfAborted()
      yield { kind: 'note', message: `parameters times ${lambda}, plus normal noise of standard deviation ${sigma}` }
      return tidy(() =>
        Object.fromEntries(
          Object.entries(params).map(([name, w]) => {
            const epsilon = engine.random.normal(engine.random.fold(key, name), w.shape as [number], 0, sigma)
            return [name, add(mul(w, lambda), epsilon)]
          }),
        ),
      )
    },
  }
}
