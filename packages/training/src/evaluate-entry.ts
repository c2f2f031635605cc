import { type CreateContext, METRIC, type ReferenceSchemas, type Stage } from '@hourglass/core'
import { z } from 'zod'

import { evaluate } from './evaluate.js'

const options = (use: ReferenceSchemas) =>
  z.strictObject({
    metrics: z.array(use(METRIC)).min(1).describe('what to measure'),
    on: z.enum(['train', 'validation', 'test']).default('test').describe('the examples to measure on'),
    label: z.string().min(1).max(64).default('so far').describe('what the model is by now; names a row of the table'),
  })

/** How `evaluate` is registered. */
export const evaluateEntry = {
  summary: 'measures between two stages, and changes nothing',
  details: `The numbers of a pretrained model before it is fine-tuned, say: a row of its own in the table.
Metrics of the experiment are measured at its end, whatever stages measured before.`,
  options,
  create: ({ metrics, on, label }: z.output<ReturnType<typeof options>>, { create }: CreateContext): Stage =>
    evaluate({ metrics: metrics.map((reference) => create(METRIC, reference)), split: on, label }),
}
