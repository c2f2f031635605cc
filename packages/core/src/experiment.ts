import { z } from 'zod'

import { MODEL } from './contracts/autoencoder.js'
import { BASELINE } from './contracts/baseline.js'
import { DATASET } from './contracts/dataset.js'
import { METRIC } from './contracts/metric.js'
import { NOISE } from './contracts/noise-model.js'
import { LOSS } from './contracts/output-distribution.js'
import { REGULARIZER } from './contracts/regularizer.js'
import { STAGE } from './contracts/stage.js'
import { parseOrExplain } from './parse-or-explain.js'
import type { PluginHost } from './plugin-host.js'

/**
 * The schema of an experiment file, over the plugins that a host holds. An absent noise means no corruption.
 *
 * What is not here is not part of an experiment: the engine, threads and folders belong to the machine it runs on.
 */
export function experimentSchema({ use }: PluginHost) {
  return z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a name of lower-case letters, digits and single hyphens')
      .max(64)
      .describe('Names the run directory'),
    description: z.string().optional().describe('One or two sentences for the report'),
    plugins: z.array(z.string().min(1)).default([]).describe('npm packages of plugins besides the standard ones'),
    dataset: use(DATASET),
    noise: use(NOISE).optional().describe('q(x̃ | x); absent: no corruption'),
    model: use(MODEL),
    loss: use(LOSS),
    regularizers: z.array(use(REGULARIZER)).default([]),
    stages: z.array(use(STAGE)).min(1),
    metrics: z.array(use(METRIC)).default([]),
    baselines: z.array(use(BASELINE)).default([]).describe('Printed beside the model in the result table'),
    seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(1).describe('The root of all random numbers'),
  })
}

/** An experiment with every default written out. */
export type Experiment = z.output<ReturnType<typeof experimentSchema>>

/** @throws HourglassError `invalid-experiment` whose place holds the path of what is wrong */
export function parseExperiment(host: PluginHost, value: unknown): Experiment {
  return parseOrExplain(experimentSchema(host), value, 'invalid-experiment')
}
