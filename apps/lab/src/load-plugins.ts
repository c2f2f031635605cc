import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { HourglassError, type Plugin } from '@hourglass/core'
import { resolve } from 'import-meta-resolve'

import { moduleCodeHash } from './module-code.js'
import type { PluginFile } from './run-id.js'

export interface LoadedPlugin extends PluginFile {
  readonly plugin: Plugin
}

/**
 * Imports the plugin packages that an experiment names, as seen from `folder` (relative paths too), then from the
 * current folder, then from this installation; nothing is imported that the experiment does not name.
 *
 * @throws HourglassError `plugin-not-found`, `plugin-failed`, `invalid-plugin`
 */
export async function loadPlugins(names: readonly string[], folder: string): Promise<LoadedPlugin[]> {
  return Promise.all(names.map((name, place) => loadPlugin(name, folder, `plugins[${place}]`)))
}

async function loadPlugin(name: string, folder: string, path: string): Promise<LoadedPlugin> {
  const url = resolvePlugin(name, folder, path)
  let module: { default?: Plugin }
  try {
    module = (await import(url)) as { default?: Plugin }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HourglassError('plugin-failed', `plugin "${name}" could not be imported: ${reason}`, {
      place: { path },
      remedy: `import it alone to see more: node --input-type=module -e "import '${url}'"`,
      cause,
    })
  }
  if (module.default === undefined)
    throw new HourglassError('invalid-plugin', `"${name}" exports no plugin`, {
      place: { path },
      expected: 'export default definePlugin({ name, apiVersion, register })',
    })
  const file = fileURLToPath(url)
  return { plugin: module.default, name, file, sha256: await moduleCodeHash(file) }
}

function resolvePlugin(name: string, folder: string, path: string): string {
  let refusal: unknown
  const isFile = /^(?:\.{1,2}\/|\/|file:)/.test(name)
  for (const origin of [folder, process.cwd(), import.meta.dirname])
    try {
      const url = resolve(name, pathToFileURL(join(origin, 'experiment.yaml')).href)
      readFileSync(fileURLToPath(url))
      return url
    } catch (cause) {
      refusal = cause
    }
  throw new HourglassError('plugin-not-found', `there is no plugin "${name}" to be found from ${folder}`, {
    place: { path },
    expected: isFile ? 'the path of a JavaScript module' : 'an installed npm package, or a path such as ./plugin.mjs',
    remedy: isFile
      ? undefined
      : `if its code is here already, build it (npm run build); else install it, if it is a package you trust`,
    cause: refusal,
  })
}
