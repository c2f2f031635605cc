import type { Schedule } from '@hourglass/core'

/** 1 in every step: what the absence of a schedule means. */
export function constantSchedule(): Schedule {
  return { factor: () => 1 }
}
