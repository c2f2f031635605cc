import { type Plugin, type Schedule, SCHEDULE, type ScheduleMoment } from '@hourglass/core'
import { expect, it } from 'vitest'

import { describeVariant, type VariantCase } from './describe-variant.js'
import { testEngines } from './test-engines.js'

export interface ScheduleCase extends VariantCase {
  /** The formula, in plain numbers: `({ step, steps }) => 1 - (step - 1) / steps`. */
  readonly factor: (moment: ScheduleMoment) => number
}

/** Stages as they come: one step, one epoch, a last epoch that is cut short, many short epochs, a long one. */
const STAGES: readonly Omit<ScheduleMoment, 'step'>[] = [
  { steps: 1, stepsPerEpoch: 1 },
  { steps: 7, stepsPerEpoch: 7 },
  { steps: 50, stepsPerEpoch: 8 },
  { steps: 120, stepsPerEpoch: 1 },
  { steps: 330, stepsPerEpoch: 100 },
]

/**
 * The conformance suite of a schedule: a finite number ≥ 0 in every step of stages of several lengths, the one of its
 * formula, the same whenever and in whatever order it is asked.
 */
export function testSchedule(plugin: Plugin, name: string, cases: readonly ScheduleCase[]): void {
  // Numbers on the host: one engine is as good as three.
  const engines = testEngines().slice(0, 1)
  const onOneEngine = cases.map((given) => ({ engines: engines.map((engine) => engine.name), ...given }))
  describeVariant(SCHEDULE, plugin, name, onOneEngine, (bench, given) => {
    it('gives a finite number, at least 0, in every step', () => {
      for (const moment of moments()) expectFactor(bench.variant.factor(moment), moment)
    })

    it('follows its formula', () => {
      for (const moment of moments()) expectFormula(bench.variant, given.factor, moment)
    })

    it('is pure: the same for a moment, in whatever order moments come, and leaves the moment alone', () => {
      const forwards = [...moments()].map((moment) => bench.variant.factor(moment))
      const backwards = [...moments()].toReversed().map((moment) => bench.variant.factor(Object.freeze(moment)))
      expect(backwards.toReversed(), 'a schedule remembers nothing').toEqual(forwards)
    })

    it('computes on the host', () => {
      const before = bench.engine.tensorCount()
      for (const moment of moments()) bench.variant.factor(moment)
      expect(bench.engine.tensorCount(), 'a schedule makes no tensors').toBe(before)
    })
  })
}

function* moments(): Generator<ScheduleMoment> {
  for (const stage of STAGES) for (let step = 1; step <= stage.steps; step++) yield { ...stage, step }
}

function expectFactor(factor: unknown, moment: ScheduleMoment): void {
  const right = typeof factor === 'number' && Number.isFinite(factor) && factor >= 0
  expect(right, `the factor at ${JSON.stringify(moment)}, ${factor}, is a finite number, at least 0`).toBe(true)
}

/** Fails where the schedule leaves its formula by more than rounding in float64. */
export function expectFormula(
  schedule: Schedule,
  formula: (moment: ScheduleMoment) => number,
  moment: ScheduleMoment,
): void {
  const [found, expected] = [schedule.factor(moment), formula(moment)]
  const where = `the factor at ${JSON.stringify(moment)} is ${found}, by its formula ${expected}`
  expect(Math.abs(found - expected), where).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)))
}
