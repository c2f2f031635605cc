import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { findWorkspace, holdsPackages } from './find-workspace.js'
import { packageFiles } from './package-files.js'
import { pluginKind, type PluginKindName } from './plugin-kind.js'
import { pluginName, type PluginName } from './plugin-name.js'

export interface PluginRequest {
  /** One of `PLUGIN_KIND_NAMES`. */
  readonly kind: string
  /** As experiments will name it. */
  readonly name: string
  /** Where the package's folder goes; absent: `packages` inside a clone of Hourglass, else the current folder. */
  readonly folder?: string | undefined
}

export interface CreatedPlugin {
  readonly kind: PluginKindName
  readonly name: PluginName
  /** The package's folder, an absolute path. */
  readonly folder: string
  /** Paths within it. */
  readonly files: readonly string[]
  /** Whether it is a package of Hourglass's own workspace. */
  readonly inWorkspace: boolean
}

/**
 * Writes a package with one working plugin, its conformance test, and an experiment that uses it.
 *
 * In the workspace (a clone of Hourglass) it takes the workspace's packages as they are, else those of npm of the
 * generator's own version.
 *
 * @throws HourglassError `unknown-kind`, `invalid-name`, `folder-exists`
 */
export function createPlugin(request: PluginRequest): CreatedPlugin {
  const kind = pluginKind(request.kind)
  const name = pluginName(kind, request.name)
  const { parent, inWorkspace } = placeOf(request.folder)
  const folder = join(parent, inWorkspace ? `${kind}-${name.kebab}` : name.package)
  if (existsSync(folder))
    throw new HourglassError('folder-exists', `${folder} is there already, and is left as it is`, {
      remedy: 'another name, or --in another folder',
    })
  const files = packageFiles(kind, name, inWorkspace ? wayToRoot(folder) : undefined)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text, { flag: 'wx' })
  }
  return { kind, name, folder, files: Object.keys(files), inWorkspace }
}

function placeOf(folder: string | undefined): { parent: string; inWorkspace: boolean } {
  const workspace = findWorkspace(folder ?? process.cwd())
  const parent = resolve(folder ?? (workspace === undefined ? '.' : join(workspace, 'packages')))
  return { parent, inWorkspace: workspace !== undefined && holdsPackages(workspace, parent) }
}

function wayToRoot(folder: string): string {
  return relative(folder, findWorkspace(folder)!).replaceAll(sep, '/')
}
