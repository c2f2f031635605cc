import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { libraryNames } from './pinned-wheel.js'
import { failed, type NativeWork, notHere } from './native-work.js'
import { isPrepared, prepareFolder } from './prepared-folder.js'
import { quietLoadFile, quietLoadSource } from './quiet-load.js'
import { findCompiler } from './tools.js'

export const addonFile = 'tfjs_binding.node'

const sources = ['tfjs_backend', 'tfjs_binding']

/**
 * Compiles the two sources of tfjs-node's `binding/` into the cache, against the prepared library and the Node-API
 * headers of the npm package `node-api-headers`. Not through node-gyp: that needs the headers of this very Node, which
 * it downloads from a site that may be out of reach. Node-API 8, so that one addon serves every Node from 20 on.
 */
export async function buildAddon(work: NativeWork): Promise<void> {
  const { cache, environment, run, signal } = work
  if (isPrepared(cache.addon)) return
  const compiler = await requireCompiler(work)
  work.progress(`building the addon with ${compiler}`)
  const include = [
    join(work.package.folder, 'binding'),
    createRequire(import.meta.url)('node-api-headers').include_dir as string,
    join(cache.library, 'include'),
  ].map((folder) => `-I${folder}`)
  const compile = async (what: string, compilerArguments: readonly string[]) => {
    const result = await run(compiler, compilerArguments, { env: environment, signal })
    if (result.code === 0) return
    const said = /^.*error:.*$/m.exec(result.output)?.[0] ?? (result.notStarted || result.output.slice(-300).trim())
    throw failed(`${compiler} could not build ${what}: ${said}`)
  }
  const libraries = libraryNames.map((name) => join(cache.library, 'lib', name))
  await prepareFolder(cache.addon, async (folder) => {
    const flags = ['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', ...include]
    const compileSource = async (source: string, from: string) => {
      const object = join(folder, `${source}.o`)
      await compile(`${source}.cc`, [...flags, '-c', join(from, `${source}.cc`), '-o', object])
      return object
    }
    const link = (file: string, parts: readonly string[]) =>
      compile(file, ['-shared', '-o', join(folder, file), ...parts, rpath(cache)])
    await writeFile(join(folder, 'quiet_load.cc'), quietLoadSource)
    const binding = join(work.package.folder, 'binding')
    const objects = await Promise.all(sources.map((source) => compileSource(source, binding)))
    const quiet = await compileSource('quiet_load', folder)
    await link(quietLoadFile, [quiet])
    await link(addonFile, [...objects, ...libraries])
    await Promise.all([...objects, quiet].map((object) => rm(object)))
  })
}

/** The addon finds the library from its place in the cache (Node follows links) and from tfjs-node's own folder. */
function rpath(cache: NativeWork['cache']): string {
  const library = cache.library.slice(cache.folder.length + 1)
  return `-Wl,-rpath,$ORIGIN/../${library}/lib:$ORIGIN/../../deps/lib`
}

/** The compiler's command. Throws `native-skipped` where there is none. */
export async function requireCompiler(work: NativeWork): Promise<string> {
  const compiler = await findCompiler(work)
  if (compiler !== undefined) return compiler.command
  throw notHere('no C++ compiler was found', 'install one: for example `apt install g++`, or `dnf install gcc-c++`')
}
