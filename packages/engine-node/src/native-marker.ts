import { readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { NativeCache } from './native-cache.js'
import type { NativePackage } from './native-package.js'

/** What the last try to make the native engine usable came to, for one tfjs-node version and one cache folder. */
export interface NativeMarker {
  readonly outcome: 'usable' | 'failed'
  /** ISO 8601. */
  readonly date: string
  /** Why it failed. */
  readonly reason?: string
  /** Size and time of the addon that worked: another one is to be tried before it is trusted. */
  readonly addon?: string
}

/** The marker, or `undefined` where there is none or it cannot be read. */
export function readMarker(cache: NativeCache): NativeMarker | undefined {
  try {
    const marker = JSON.parse(readFileSync(cache.marker, 'utf8')) as NativeMarker
    return marker.outcome === 'usable' || marker.outcome === 'failed' ? marker : undefined
  } catch {
    return undefined
  }
}

export async function writeMarker(cache: NativeCache, marker: NativeMarker): Promise<void> {
  try {
    await mkdir(dirname(cache.marker), { recursive: true })
    await writeFile(cache.marker, JSON.stringify(marker, null, 2))
  } catch {
    // A cache that cannot be written is reported by the step that needed it; without a marker set-up tries again.
  }
}

/** Identifies the addon file behind the links; `undefined` where there is none. */
export function addonIdentity(native: NativePackage): string | undefined {
  try {
    const { size, mtimeMs } = statSync(native.addon)
    return `${process.arch} ${size} ${mtimeMs}`
  } catch {
    return undefined
  }
}
