import type { Params, Snapshot, StageEvent } from '@hourglass/core'
import { free } from '@hourglass/engine'

import { EarlyStopping } from './early-stopping.js'
import { fit, type FitOptions } from './fit.js'
import { asPart, joinSnapshots, snapshotPart } from './snapshot-parts.js'

export interface PatientFitOptions extends Omit<FitOptions, 'afterEpoch' | 'resume'> {
  /** Epochs without less on validation after which to stop; absent: all epochs, last parameters. */
  readonly patience: number | undefined
  /** Means over validation after an epoch. */
  readonly validate: (params: Params) => Record<string, number>
  /** Which of them decides, the most important first. */
  readonly by: readonly string[]
  /** What is told of the epoch whose parameters are kept, e.g. `the best on validation`. */
  readonly kept: string
  /** What a checkpoint of the same training took. */
  readonly resume: Snapshot | undefined
}

/** `fit` that is validated after every epoch and, with `patience`, stops early and returns the best epoch's parameters. */
export async function* fitWithPatience(
  { patience, validate, by, kept, resume, ...options }: PatientFitOptions,
  initial: Params,
): AsyncGenerator<StageEvent, Params, void> {
  const resumed = (part: string) => resume && snapshotPart(resume, part)
  const stopping = patience === undefined ? undefined : new EarlyStopping(patience, resumed('stopping'))
  try {
    const training = fit(
      {
        ...options,
        resume: resumed('fit'),
        afterEpoch(epoch, params) {
          const validation = validate(params)
          const values = Object.fromEntries(by.map((name) => [name, validation[name]!]))
          return { validation, stop: stopping?.observe(epoch, values, params) }
        },
      },
      initial,
    )
    const last = yield* asPart(training, (taken) => joinSnapshots({ fit: taken, stopping: stopping?.snapshot() }))
    const best = stopping?.takeBest()
    if (best === undefined) return last
    free(last)
    yield { kind: 'note', message: `kept the parameters of epoch ${best.epoch}, ${kept}` }
    return best.params
  } finally {
    stopping?.dispose()
  }
}
