import {
  type Autoencoder,
  HourglassError,
  type Measurement,
  type Metric,
  type MetricContext,
  type Predictions,
} from '@hourglass/core'
import { expect } from 'vitest'

import { expectWellFormed, headings } from './check-measurements.js'

/**
 * `check` and `measure` agree: the subject of the case is not refused; without one of its parameters, what cannot be
 * measured is refused before training, and what is refused cannot be measured.
 */
export async function checkRefusals(metric: Metric, context: MetricContext): Promise<void> {
  const names = Object.keys(context.params)
  metric.check?.({ ...context, parameters: new Set(names) })
  for (const missing of names) {
    const left = names.filter((name) => name !== missing)
    const params = Object.fromEntries(left.map((name) => [name, context.params[name]!]))
    const refusal = await thrown(() => metric.check?.({ ...context, parameters: new Set(left) }))
    const failure = await thrown(() => metric.measure({ ...context, params }))
    if (refusal === undefined)
      expect(
        failure instanceof HourglassError,
        `measure() refuses parameters without "${missing}": let check() say so before hours of training`,
      ).toBe(false)
    else {
      expect(refusal, `check() throws a HourglassError, which says what to mend`).toBeInstanceOf(HourglassError)
      expect(failure, `check() refuses parameters without "${missing}", of which measure() measures`).toBeDefined()
    }
  }
}

/**
 * A metric that judges measures predictions, where it is given them, and nothing else: no encoder, no parameters. Its
 * measurements stand in the columns of the model's; predictions that are right are better than those that know nothing,
 * and no worse than one and the same for all.
 */
export async function checkJudging(metric: Metric, context: MetricContext): Promise<void> {
  const { split } = context
  const { classes } = context.dataset.spec
  const labels = [...split.labels!]
  const model: Autoencoder = {
    ...{ codeDimensions: context.model.codeDimensions, encoderLayers: [], init: () => ({}) },
    ...{ encode: encoded, decode: encoded },
  }
  const measured = (predictions: Predictions): Promise<readonly Measurement[]> =>
    metric.measure({ ...context, params: {}, model, predictions })

  const right = await measured(Object.freeze(labels))
  expectWellFormed(right)
  expect(await measured(Float64Array.from(labels)), 'predictions are any list of numbers').toEqual(right)
  const ofModel = headings(await metric.measure(context))
  for (const heading of headings(right))
    expect(ofModel, 'measurements of a baseline stand below those of the model').toContainEqual(heading)

  // Labels go 0, 1, …, 0, 1, …: these meet all of them alike.
  const ignorant = await measured(labels.map((_, place) => Math.floor(place / classes!) % classes!))
  const same = await measured(labels.map(() => 0))
  for (const [place, { name, value, better }] of right.entries()) {
    if (better === 'neither') continue
    const gain = (other: readonly Measurement[]): number =>
      (value - other[place]!.value) * (better === 'higher' ? 1 : -1)
    expect(gain(ignorant), `${name}: how much better right predictions are than ignorant ones`).toBeGreaterThan(0)
    expect(gain(same), `${name}: how much better right predictions are than all the same`).toBeGreaterThanOrEqual(0)
  }
}

function encoded(): never {
  throw new Error('predictions are given: measure them, not the model')
}

async function thrown(act: () => unknown): Promise<unknown> {
  try {
    await act()
    return undefined
  } catch (error) {
    return error
  }
}
