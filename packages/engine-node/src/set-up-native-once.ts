import { makeNativeUsable, type NativeOptions } from './make-native-usable.js'
import { nativeCache } from './native-cache.js'
import { addonIdentity, readMarker } from './native-marker.js'
import { findNativePackage, nativeUsable } from './native-package.js'
import type { NativeResult } from './native-result.js'
import { nativeIsOff } from './native-setting.js'

/** @property tried whether anything slow was tried this time */
export type SetUpResult = NativeResult & { readonly tried: boolean }

/**
 * What set-up calls: `makeNativeUsable` within 2 minutes, but only once per tfjs-node version, platform and cache
 * folder. After a failure, which a file in the cache records, later calls only link what is prepared, in no time;
 * `hourglass doctor --fix` calls `makeNativeUsable` itself and so tries again. What once worked is not tried out again.
 */
export async function setUpNativeOnce(options: Omit<NativeOptions, 'attempts'> = {}): Promise<SetUpResult> {
  const { environment = process.env, nativePackage = findNativePackage(), timeLimitMs = 120_000 } = options
  if (nativeIsOff(environment) || nativePackage === undefined) {
    return { ...(await makeNativeUsable({ ...options, nativePackage })), tried: false }
  }
  const marker = readMarker(nativeCache(nativePackage.version, environment))
  const known = marker?.outcome === 'usable' && marker.addon === addonIdentity(nativePackage)
  if (known && nativeUsable(environment, nativePackage)) {
    return { usable: true, how: 'already', steps: [], tried: false }
  }
  if (marker?.outcome !== 'failed') {
    return { ...(await makeNativeUsable({ ...options, nativePackage, timeLimitMs })), tried: true }
  }
  const quick = await makeNativeUsable({ ...options, nativePackage, timeLimitMs, attempts: ['linked'] })
  if (quick.usable || quick.interrupted === true) return { ...quick, tried: false }
  const day = marker.date.slice(0, 10)
  return { ...quick, error: `tried on ${day} without success (${marker.reason})`, tried: false }
}
