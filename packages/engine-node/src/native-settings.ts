import { HourglassError } from '@hourglass/core'
import type { EngineSettings, Precision } from '@hourglass/engine'

import { claimCores, type CoreShare } from './core-share.js'

/** What the native library reads once, when it is loaded, and keeps for the whole process. */
export interface NativeSettings {
  readonly cores: CoreShare
  readonly precision: Precision
}

/** The settings of this process, once the library is loaded: there is one library in a process, and it stays. */
let fixed: NativeSettings | undefined

/**
 * Hands settings to the library by the environment variables that it reads when it is loaded; what a user has set there
 * counts where the setting is not given.
 *
 * @throws HourglassError `native-settings-fixed` where the library runs with others already
 */
export function fixNativeSettings({ threads, precision }: EngineSettings): NativeSettings {
  const { env } = process
  if (fixed !== undefined) {
    refuseOther('threads', threads, fixed.cores.threads)
    refuseOther('precision', precision, fixed.precision)
    return fixed
  }
  const cores = claimCores({ threads: threads ?? (Number(env['TF_NUM_INTRAOP_THREADS']) || undefined) })
  env['TF_NUM_INTRAOP_THREADS'] = String(cores.threads)
  env['TF_NUM_INTEROP_THREADS'] = String(cores.threads)
  const given = /^(BF16|ANY)$/i.test(env['ONEDNN_DEFAULT_FPMATH_MODE'] ?? '') ? 'fast' : 'strict'
  fixed = { cores, precision: precision ?? given }
  env['ONEDNN_DEFAULT_FPMATH_MODE'] = fixed.precision === 'fast' ? 'BF16' : 'STRICT'
  return fixed
}

function refuseOther<Value>(name: string, wanted: Value | undefined, has: Value): void {
  if (wanted === undefined || wanted === has) return
  throw new HourglassError('native-settings-fixed', `the native library runs with ${name} ${String(has)} already`, {
    expected: `${name} ${String(has)}, as before: the library reads it once in a process`,
    remedy: 'another process for other settings',
  })
}
