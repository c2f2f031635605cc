import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { HourglassError, type Plugin } from '@hourglass/core'

/**
 * Imports the plugin packages that an experiment names, as seen from `folder` (relative paths too), so that a plugin
 * is installed where the experiment is, and nothing is imported that the experiment does not name.
 *
 * @throws HourglassError `plugin-not-found`, `plugin-failed`, `invalid-plugin`
 */
export async function loadPlugins(names: readonly string[], folder: string): Promise<Plugin[]> {
  return Promise.all(names.map((name, place) => loadPlugin(name, folder, `plugins[${place}]`)))
}

async function loadPlugin(name: string, folder: string, path: string): Promise<Plugin> {
  const file = resolveFrom(name, folder, path)
  let module: { default?: Plugin }
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: Plugin }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HourglassError('plugin-failed', `plugin "${name}" could not be imported: ${reason}`, {
      place: { path },
      remedy: `import it alone to see more: node --input-type=module -e "import '${file}'"`,
      cause,
    })
  }
  if (module.default === undefined)
    throw new HourglassError('invalid-plugin', `"${name}" exports no plugin`, {
      place: { path },
      expected: 'export default definePlugin({ name, apiVersion, register })',
    })
  return module.default
}

function resolveFrom(name: string, folder: string, path: string): string {
  // First as the experiment's own folder sees it, then as this installation does.
  for (const origin of [join(folder, 'experiment.yaml'), import.meta.filename])
    try {
      return createRequire(origin).resolve(name)
    } catch (cause) {
      if (!['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes((cause as NodeJS.ErrnoException).code ?? ''))
        throw cause
    }
  throw new HourglassError('plugin-not-found', `there is no plugin package "${name}" to be found from ${folder}`, {
    place: { path },
    remedy: `npm install ${name}, or name a file: ./${name}.js`,
  })
}
