import baselines from '@hourglass/baselines'
import type { Plugin } from '@hourglass/core'
import datasets from '@hourglass/datasets'
import losses from '@hourglass/losses'
import metrics from '@hourglass/metrics'
import models from '@hourglass/models'
import noise from '@hourglass/noise'
import optimizers from '@hourglass/optimizers'
import regularizers from '@hourglass/regularizers'
import training from '@hourglass/training'

const standard = [datasets, noise, losses, regularizers, models, optimizers, metrics, training, baselines] as const

/** The plugins that are always there. */
export const STANDARD_PLUGINS: readonly Plugin[] = standard

type EntriesOf<P> = P extends Plugin<infer Entries> ? Entries : never
type Both<Union> = (Union extends unknown ? (each: Union) => void : never) extends (each: infer All) => void
  ? All
  : never

/** What they add, by point and name: for types. */
export type StandardEntries = Both<EntriesOf<(typeof standard)[number]>>
