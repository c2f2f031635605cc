import { withLock } from './cache-lock.js'
import { nativeCache } from './native-cache.js'
import { addonIdentity, writeMarker } from './native-marker.js'
import { findNativePackage, type NativePackage, nativeUsable } from './native-package.js'
import {
  type NativeAttempt,
  nativeAttempts,
  type NativeResult,
  type NativeStep,
  takeStep,
  whyNot,
} from './native-result.js'
import { nativeIsOff } from './native-setting.js'
import { nativeWays } from './native-ways.js'
import type { NativeWork } from './native-work.js'
import { type RunCommand, runCommand } from './run-command.js'
import { withTimeLimit } from './stopped.js'

export interface NativeOptions {
  /** One line each time something begins or has got on. */
  readonly onProgress?: (message: string) => void
  /** For everything together. Default 15 minutes; `setUpNativeOnce` has 2. */
  readonly timeLimitMs?: number
  readonly signal?: AbortSignal
  /** Default all of `nativeAttempts`, always in that order. */
  readonly attempts?: readonly NativeAttempt[]
  /** Default this process's. */
  readonly environment?: NodeJS.ProcessEnv
  /** Default the real one; tests give another. */
  readonly run?: RunCommand
  /** Default the one that this package finds. */
  readonly nativePackage?: NativePackage
}

/**
 * Makes tfjs-node work: what is there already, else what is prepared in the user's cache, else tfjs-node's own
 * installation, else the library of the `tensorflow-cpu` wheel with an addon built here. What is `usable` has multiplied
 * two matrices and drawn random numbers in a child process; what does not work is not left looking usable. Never throws
 * for what a machine lacks, nor when interrupted: `steps` and `error` tell.
 */
export async function makeNativeUsable(options: NativeOptions = {}): Promise<NativeResult> {
  const { environment = process.env, nativePackage = findNativePackage(), attempts = nativeAttempts } = options
  if (nativeIsOff(environment)) return { usable: false, steps: [], error: 'switched off by HOURGLASS_NATIVE=off' }
  if (nativePackage === undefined) return { usable: false, steps: [], error: '@tensorflow/tfjs-node is not installed' }
  const timeLimitMs = options.timeLimitMs ?? 15 * 60_000
  const work: NativeWork = {
    package: nativePackage,
    cache: nativeCache(nativePackage.version, environment),
    environment,
    run: options.run ?? runCommand,
    signal: withTimeLimit(timeLimitMs, options.signal),
    progress: options.onProgress ?? (() => undefined),
  }
  const steps: NativeStep[] = []
  const how = await firstThatWorks(work, attempts, timeLimitMs, steps)
  if (how === undefined && options.signal?.aborted === true) {
    return { usable: false, steps, error: 'interrupted', interrupted: true }
  }
  const result: NativeResult = how ? { usable: true, how, steps } : { usable: false, steps, error: whyNot(steps) }
  // A failure is final for set-up only if everything was tried.
  if (how !== undefined || attempts.includes('wheel')) await record(work, result)
  return result
}

async function firstThatWorks(
  work: NativeWork,
  attempts: readonly NativeAttempt[],
  timeLimitMs: number,
  steps: NativeStep[],
): Promise<NativeStep['name'] | undefined> {
  const works = async (name: NativeStep['name'], signal = work.signal) => {
    const step = await takeStep(name, signal, () => nativeWays[name]({ ...work, signal }))
    steps.push(step)
    return step.outcome === 'done'
  }
  if (await works('already')) return 'already'
  if (attempts.includes('linked') && (await works('linked'))) return 'linked'
  const slow = nativeAttempts.filter((name) => name !== 'linked' && attempts.includes(name))
  if (slow.length === 0) return undefined
  let how: NativeStep['name'] | undefined
  let waited = false
  const onWait = () => {
    waited = true
    work.progress('waiting for another set-up of the native engine')
  }
  const locked = await takeStep(slow[0]!, work.signal, () =>
    withLock(work.cache.lock, { signal: work.signal, onWait }, async () => {
      // Whoever held the lock will have done it.
      if (waited && nativeUsable(work.environment, work.package) && (await works('already'))) how = 'already'
      else if (waited && attempts.includes('linked') && (await works('linked'))) how = 'linked'
      for (const name of slow) {
        if (how !== undefined || work.signal.aborted) break
        // A download that crawls must leave the wheel some time.
        const share = name === 'own-install' && slow.length > 1 ? 0.6 : 1
        if (await works(name, withTimeLimit(share * timeLimitMs, work.signal))) how = name
      }
    }),
  )
  // The steps tell their own failures; this one is of the lock.
  if (locked.outcome !== 'done') steps.push(locked)
  return how
}

async function record(work: NativeWork, { usable, error }: NativeResult): Promise<void> {
  const date = new Date().toISOString()
  if (usable) await writeMarker(work.cache, { outcome: 'usable', date, addon: addonIdentity(work.package) })
  else await writeMarker(work.cache, { outcome: 'failed', date, reason: error })
}
