import { copyFile, rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

import { requireDownloadSite } from './download-site.js'
import { unlinkNative } from './link-native.js'
import { failed, type NativeWork } from './native-work.js'
import { lastLine } from './run-command.js'

/**
 * tfjs-node's own installation, `scripts/install.js` in the package's real folder: TensorFlow 2.9.1 and a prebuilt addon
 * from its download site. On failure the package is left without a native part, and with its `package.json` as it was.
 */
export async function ownInstall(work: NativeWork): Promise<void> {
  const { environment, run, signal, progress } = work
  const { folder } = work.package
  await requireDownloadSite(environment, signal)
  progress("running tfjs-node's own installation")
  // The script wipes deps/ anyway; links of ours must go before it writes through them.
  await unlinkNative(work.package)
  const description = join(folder, 'package.json')
  const saved = `${description}.hourglass`
  await copyFile(description, saved)
  let done = false
  try {
    // It rewrites package.json in place, which pnpm may have hard-linked into a store that all projects share.
    await rename(await copied(saved), description)
    const env = { ...environment, PATH: pathFor(folder, environment) }
    const result = await run(process.execPath, [join('scripts', 'install.js')], { cwd: folder, env, signal })
    if (result.code !== 0) {
      throw failed(`tfjs-node's own installation failed: ${result.notStarted ?? errorIn(result.output)}`)
    }
    done = true
  } finally {
    await rename(saved, description)
    if (!done) await unlinkNative(work.package)
  }
}

async function copied(file: string): Promise<string> {
  await copyFile(file, `${file}.copy`)
  return `${file}.copy`
}

/** The script calls `node-pre-gyp` and `node` by name: its own one, and this very Node. */
function pathFor(folder: string, environment: NodeJS.ProcessEnv): string {
  const places = [join(folder, 'node_modules', '.bin')]
  try {
    const found = createRequire(join(folder, 'package.json')).resolve('@mapbox/node-pre-gyp/package.json')
    places.push(join(dirname(found), '..', '..', '.bin'))
  } catch {
    // Then the package's own .bin must do, or the script says so.
  }
  return [...places, dirname(process.execPath), environment['PATH'] ?? ''].join(delimiter)
}

function errorIn(output: string): string {
  return /^.*(?:Error|failed|ERR!).*$/m.exec(output)?.[0].trim() ?? lastLine(output)
}
