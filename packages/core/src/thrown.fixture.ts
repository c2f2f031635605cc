import { HourglassError } from './hourglass-error.js'

/** The HourglassError that `action` throws; fails where it throws none or another error. */
export function thrownBy(action: () => unknown): HourglassError {
  try {
    action()
  } catch (error) {
    if (error instanceof HourglassError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
