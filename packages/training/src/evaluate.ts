import {
  HourglassError,
  type Metric,
  type Params,
  type Stage,
  type StageContext,
  type StageEvent,
} from '@hourglass/core'
import type { SplitName } from '@hourglass/core'
import { free } from '@hourglass/engine'

import { copiesOf } from './copies-of.js'
import { measureAll } from './measure-all.js'

export interface EvaluateOptions {
  readonly metrics: readonly Metric[]
  readonly split: SplitName
  /** What the model is at this point, e.g. `pretrained`. */
  readonly label: string
}

/**
 * Measures between two stages and changes nothing: what a pretrained model is before it is fine-tuned, say. Of what it
 * measures nothing is chosen, so that it may look at test examples.
 */
export function evaluate({ metrics, split, label }: EvaluateOptions): Stage {
  return {
    check(prospect) {
      for (const [place, { requires = [], check }] of metrics.entries())
        try {
          const lacking = requires.find((capability) => prospect.model[capability] === undefined)
          if (lacking !== undefined)
            throw new HourglassError('model-lacks', 'this metric cannot serve the model', {
              expected: `a model with \`${lacking}\``,
              remedy: 'leave the metric out, or take another model',
            })
          check?.(prospect)
        } catch (error) {
          throw error instanceof HourglassError ? error.at({ path: `.metrics[${place}]` }) : error
        }
    },
    async *run(context: StageContext): AsyncGenerator<StageEvent, Params, void> {
      const { dataset, engine, params, signal } = context
      const key = engine.random.fold(context.key, 'metric')
      try {
        const at = { ...context, split: dataset[split], key }
        yield { kind: 'measured', label, split, measurements: await measureAll(metrics, () => at, signal) }
        return copiesOf(params)
      } finally {
        free(key)
      }
    },
  }
}
