import { lstat, mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { addonFile } from './build-addon.js'
import type { NativeCache } from './native-cache.js'
import type { NativePackage } from './native-package.js'
import { failed } from './native-work.js'
import { libraryNames } from './pinned-wheel.js'

/** tfjs-node's own names for the library, so that `npm rebuild @tensorflow/tfjs-node` finds it too. */
const aliases: Readonly<Record<string, string>> = {
  'libtensorflow.so': libraryNames[0],
  'libtensorflow.so.2.9.1': libraryNames[0],
  'libtensorflow_framework.so': libraryNames[1],
  'libtensorflow_framework.so.2.9.1': libraryNames[1],
}

/** Links the prepared library and addon into tfjs-node's folder, each link at once in its place. */
export async function linkNative(native: NativePackage, cache: NativeCache): Promise<void> {
  const library = join(native.folder, 'deps', 'lib')
  try {
    for (const name of libraryNames) await link(join(cache.library, 'lib', name), join(library, name))
    for (const [name, target] of Object.entries(aliases)) await link(target, join(library, name))
    await link(join(cache.library, 'include'), join(native.folder, 'deps', 'include'))
    // Last, since it is what tells that the rest is there.
    await link(join(cache.addon, addonFile), native.addon)
  } catch (cause) {
    throw failed(`cannot link the library into ${native.folder}: ${(cause as Error).message}`, { cause })
  }
}

/** Takes the native part out of tfjs-node's folder again: what does not work must not look usable. */
export async function unlinkNative(native: NativePackage): Promise<void> {
  await rm(native.addon, { force: true })
  await rm(join(native.folder, 'deps'), { recursive: true, force: true })
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const there = await lstat(path).catch(() => undefined)
  if (there?.isDirectory() === true) await rm(path, { recursive: true })
  const temporary = `${path}.${process.pid}`
  await rm(temporary, { force: true })
  await symlink(target, temporary)
  await rename(temporary, path)
}
