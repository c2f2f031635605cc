import { HourglassError } from '@hourglass/core'

import { stopIfAborted } from './stopped.js'

/** The ways to a usable native engine, in the order in which they are tried. */
export const nativeAttempts = ['linked', 'own-install', 'wheel'] as const
export type NativeAttempt = (typeof nativeAttempts)[number]

export interface NativeStep {
  readonly name: 'already' | NativeAttempt
  readonly outcome: 'done' | 'skipped' | 'failed'
  /** One line for the user. */
  readonly message: string
  readonly remedy?: string
  readonly seconds: number
}

export interface NativeResult {
  readonly usable: boolean
  /** Which step made it so. */
  readonly how?: NativeStep['name']
  readonly steps: readonly NativeStep[]
  /** Why it is not usable, in one line. */
  readonly error?: string
  /** Set where the caller's own signal ended it: then nothing is recorded. */
  readonly interrupted?: boolean
}

/** Carries out one step and reports it: what it throws becomes the report. */
export async function takeStep(
  name: NativeStep['name'],
  signal: AbortSignal,
  action: () => Promise<void>,
): Promise<NativeStep> {
  const begun = performance.now()
  const seconds = () => Math.round((performance.now() - begun) / 100) / 10
  try {
    await action()
    return { name, outcome: 'done', message: 'the native engine works', seconds: seconds() }
  } catch (thrown) {
    const error = plain(thrown, signal)
    const outcome = error.code === 'native-skipped' ? 'skipped' : 'failed'
    return { name, outcome, message: error.message, remedy: error.remedy, seconds: seconds() }
  }
}

/** Why none of the steps led anywhere: what was tried and failed, or else what could not be tried. */
export function whyNot(steps: readonly NativeStep[]): string {
  const told = steps.filter(({ name }) => name === 'own-install' || name === 'wheel')
  const reasons = told.length > 0 ? told : steps
  return reasons.map(({ name, message }) => `${name}: ${message}`).join('; ')
}

function plain(thrown: unknown, signal: AbortSignal): HourglassError {
  try {
    // A stream or a request that the signal ended says only "aborted".
    stopIfAborted(signal)
  } catch (stopped) {
    return stopped as HourglassError
  }
  if (thrown instanceof HourglassError) return thrown
  const { code, message, path } = thrown as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const remedy = 'make room, or set HOURGLASS_CACHE to a folder on another disk'
    return new HourglassError('disk-full', 'the disk is full', { remedy, cause: thrown })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const remedy = 'make it writable, or set HOURGLASS_CACHE to a folder that is'
    return new HourglassError('not-writable', `cannot write ${path ?? message}`, { remedy, cause: thrown })
  }
  return new HourglassError('native-failed', message ?? String(thrown), { cause: thrown })
}
