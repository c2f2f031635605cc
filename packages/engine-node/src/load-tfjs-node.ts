import { createRequire } from 'node:module'
import util from 'node:util'

import { HourglassError } from '@hourglass/core'

import { findNativePackage, nativeUsable } from './native-package.js'
import { nativeIsOff } from './native-setting.js'
import { loadQuietly } from './quiet-load.js'

export type TfjsNode = typeof import('@tensorflow/tfjs-node')

/**
 * Loads `@tensorflow/tfjs-node` into this process, which makes it the current backend. Sets `TF_CPP_MIN_LOG_LEVEL` to 2
 * unless it is set (the library reads it when loaded) and mends `util.isNullOrUndefined`.
 *
 * @throws HourglassError `native-unavailable` where it is switched off, not installed, without its library, or broken
 */
export async function loadTfjsNode(environment: NodeJS.ProcessEnv = process.env): Promise<TfjsNode> {
  requireNative(environment)
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  mendUtil()
  const speak = silence()
  try {
    return loadQuietly(findNativePackage()!, () => createRequire(import.meta.url)('@tensorflow/tfjs-node') as TfjsNode)
  } catch (cause) {
    throw unavailable(`the native library does not load: ${(cause as Error).message.split('\n')[0]}`, cause)
  } finally {
    speak()
  }
}

/**
 * tfjs-node calls `util.isNullOrUndefined`, which Node 22 warns of at its first use and Node 23 has no more. Ours has
 * the same meaning, so it may stay.
 */
function mendUtil(): void {
  const legacy = util as unknown as { isNullOrUndefined: (value: unknown) => boolean }
  legacy.isNullOrUndefined = (value) => value === null || value === undefined
}

/** Keeps greetings and registration notices off the terminal while the package loads; gives what undoes it. */
function silence(): () => void {
  const { log, info, warn } = console
  const { emitWarning } = process
  const nothing = () => undefined
  Object.assign(console, { log: nothing, info: nothing, warn: nothing })
  process.emitWarning = nothing
  return () => {
    Object.assign(console, { log, info, warn })
    process.emitWarning = emitWarning
  }
}

/** @throws HourglassError `native-unavailable` where the native engine cannot be used, by its files alone */
export function requireNative(environment: NodeJS.ProcessEnv = process.env): void {
  const reason = nativeUnusableReason(environment)
  if (reason !== undefined) throw unavailable(reason)
}

/** Why the native engine cannot be used, by its files alone, or `undefined` where it can. */
export function nativeUnusableReason(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (nativeUsable(environment)) return undefined
  if (nativeIsOff(environment)) return 'the native engine is switched off by HOURGLASS_NATIVE=off'
  if (findNativePackage() === undefined) return '@tensorflow/tfjs-node is not installed'
  return "tfjs-node's native library is not installed"
}

function unavailable(message: string, cause?: unknown): HourglassError {
  return new HourglassError('native-unavailable', message, {
    expected: 'a working @tensorflow/tfjs-node',
    remedy: 'hourglass doctor --fix',
    cause,
  })
}
