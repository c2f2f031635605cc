import { contractOf, defineExtensionPoint } from '../extension-point.js'

/** A moment of training. */
export interface ScheduleMoment {
  /** 1 for the first. */
  readonly step: number
  /** Steps of the whole stage, should it not stop early. */
  readonly steps: number
  readonly stepsPerEpoch: number
}

/** How the learning rate changes over a stage. */
export interface Schedule {
  /** What the optimizer's learning rate is multiplied by in this step, ≥ 0. On the host. */
  factor(moment: ScheduleMoment): number
}

export const SCHEDULE = defineExtensionPoint({ id: 'schedule', contract: contractOf<Schedule>() })
