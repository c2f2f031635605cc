import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type { Plugin } from '@hourglass/core'

import type { PluginFile } from './run-id.js'

export interface PluginVersion {
  readonly name: string
  /** Of its package; absent where it is a file of no package of that name. */
  readonly version?: string
  /** Of the code of one that the experiment names. */
  readonly sha256?: string
}

/** What a reader elsewhere needs to find the same plugin again; nothing of where it is here. */
export function pluginVersion({ name }: Plugin, file: PluginFile | undefined): PluginVersion {
  const version = packageVersion(name, file?.file ?? standardFile(name))
  return { name, ...(version !== undefined && { version }), ...(file && { sha256: file.sha256 }) }
}

/** The manifest of a plugin that comes with the lab. */
function standardFile(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${name}/package.json`)
  } catch {
    // A plugin given by code need not be a package.
    return undefined
  }
}

/** The version in the nearest `package.json` around a file, where it is that of the package `name`. */
function packageVersion(name: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) {
      const found = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string }
      return found.name === name ? found.version : undefined
    }
    if (dirname(folder) === folder) return undefined
  }
}
