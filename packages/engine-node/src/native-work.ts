import { HourglassError } from '@hourglass/core'

import type { NativeCache } from './native-cache.js'
import type { NativePackage } from './native-package.js'
import type { RunCommand } from './run-command.js'

/** What every way to a usable native engine is given. Tests give it other commands and other folders. */
export interface NativeWork {
  readonly package: NativePackage
  readonly cache: NativeCache
  readonly environment: NodeJS.ProcessEnv
  readonly run: RunCommand
  /** Fires at the time limit and when the user interrupts. */
  readonly signal: AbortSignal
  readonly progress: (message: string) => void
}

/** The way is not open on this machine, for a reason that is no fault: reported as skipped. */
export function notHere(message: string, remedy?: string): HourglassError {
  return new HourglassError('native-skipped', message, { remedy })
}

/** The way was tried and failed. */
export function failed(message: string, details: { remedy?: string; cause?: unknown } = {}): HourglassError {
  return new HourglassError('native-failed', message, details)
}
