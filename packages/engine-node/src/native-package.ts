import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { nativeIsOff } from './native-setting.js'

/** Where the optional dependency `@tensorflow/tfjs-node` lies; its native part may or may not be there. */
export interface NativePackage {
  /** The real folder, links followed. */
  readonly folder: string
  readonly version: string
  /** `lib/napi-v8/tfjs_binding.node`, as this Node and the package's own loader agree on it; it need not exist. */
  readonly addon: string
}

/** The package, or `undefined` where the optional dependency was not installed. */
export function findNativePackage(from: string = import.meta.url): NativePackage | undefined {
  try {
    return readNativePackage(dirname(createRequire(from).resolve('@tensorflow/tfjs-node/package.json')))
  } catch {
    return undefined
  }
}

/** Reads a package folder. Throws where it has no readable `package.json`. */
export function readNativePackage(packageFolder: string): NativePackage {
  const folder = realpathSync(packageFolder)
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string
    binary?: { napi_versions?: number[] }
  }
  const napi = addonNapiVersion(description.binary?.napi_versions ?? [8], Number(process.versions['napi'] ?? 8))
  return { folder, version: description.version, addon: join(folder, 'lib', `napi-v${napi}`, 'tfjs_binding.node') }
}

/**
 * The Node-API version whose folder `@mapbox/node-pre-gyp` looks into: the highest that the package offers and this
 * Node has. It is 8 for every Node from 20 on (Node-API is backward compatible), so one addon serves them all.
 */
export function addonNapiVersion(offered: readonly number[], ofThisNode: number): number {
  return Math.max(...offered.filter((version) => version <= ofThisNode))
}

/**
 * Whether the native engine's files are all there: cheap, from names alone, loads nothing. `false` under
 * `HOURGLASS_NATIVE=off`. Set-up removes files that failed to work, so that "there" means "worked when installed".
 */
export function nativeUsable(environment: NodeJS.ProcessEnv = process.env, found = findNativePackage()): boolean {
  // existsSync follows links: one into a cache folder that has since been deleted counts as absent.
  return !nativeIsOff(environment) && found !== undefined && existsSync(found.addon) && hasLibrary(found)
}

function hasLibrary({ folder, addon }: NativePackage): boolean {
  return [join(folder, 'deps', 'lib'), dirname(addon)].some((place) => {
    const names = existsSync(place) ? readdirSync(place) : []
    return names.some((name) => /^(lib)?tensorflow/.test(name) && existsSync(join(place, name)))
  })
}
