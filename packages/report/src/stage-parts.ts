import type { EpochNumbers } from './run-report.js'

export interface StagePart {
  /** `layer 2 of 3`; absent: the stage is one whole. */
  readonly name?: string | undefined
  readonly epochs: readonly EpochNumbers[]
}

/** The parts that a stage trained one after the other, in the order of first appearance, each with its epochs. */
export function stageParts(epochs: readonly EpochNumbers[]): StagePart[] {
  const names = [...new Set(epochs.map(({ part }) => part))]
  return names.map((name) => ({ name, epochs: epochs.filter(({ part }) => part === name) }))
}
