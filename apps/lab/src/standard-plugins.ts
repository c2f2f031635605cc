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

/** The plugins that are always there. */
export const STANDARD_PLUGINS: readonly Plugin[] = [
  datasets,
  noise,
  losses,
  regularizers,
  models,
  optimizers,
  metrics,
  training,
  baselines,
]
