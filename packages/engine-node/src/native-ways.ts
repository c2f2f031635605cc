import { rm } from 'node:fs/promises'

import { buildAddon, requireCompiler } from './build-addon.js'
import { fetchLibrary, requireSuitableMachine } from './fetch-library.js'
import { linkNative, unlinkNative } from './link-native.js'
import { nativeUsable } from './native-package.js'
import { probeNative } from './native-probe.js'
import type { NativeStep } from './native-result.js'
import { failed, type NativeWork, notHere } from './native-work.js'
import { ownInstall } from './own-install.js'
import { isPrepared } from './prepared-folder.js'

/** Each way ends with the native engine proven to work, or throws and leaves nothing that looks usable. */
export const nativeWays: Readonly<Record<NativeStep['name'], (work: NativeWork) => Promise<void>>> = {
  already: async (work) => {
    if (!nativeUsable(work.environment, work.package)) throw notHere('the native library is not there yet')
    await prove(work)
  },

  linked: async (work) => {
    const { cache } = work
    if (!isPrepared(cache.library) || !isPrepared(cache.addon)) throw notHere(`nothing is prepared in ${cache.folder}`)
    work.progress('linking the prepared library')
    await linkNative(work.package, cache)
    // The addon is built in seconds: the next way is to make another one.
    await proveOrUndo(work, [cache.addon])
  },

  'own-install': async (work) => {
    await ownInstall(work)
    await proveOrUndo(work, [])
  },

  wheel: async (work) => {
    const { cache } = work
    requireSuitableMachine()
    // Before 274 MB are fetched for nothing.
    if (!isPrepared(cache.addon)) await requireCompiler(work)
    await fetchLibrary(work)
    await buildAddon(work)
    await linkNative(work.package, cache)
    await proveOrUndo(work, [cache.addon, cache.library])
  },
}

async function prove(work: NativeWork): Promise<void> {
  work.progress('checking that the native engine works')
  const { run, environment, signal } = work
  const probe = await probeNative(work.package, { run, environment, signal })
  if (!probe.works) throw failed(`the native library is there but does not work: ${probe.reason}`)
}

async function proveOrUndo(work: NativeWork, suspects: readonly string[]): Promise<void> {
  try {
    await prove(work)
  } catch (error) {
    await unlinkNative(work.package)
    // What was proven bad goes; where only the time ran out, it stays for the next try.
    if (!work.signal.aborted) {
      await Promise.all(suspects.map((folder) => rm(folder, { recursive: true, force: true })))
    }
    throw error
  }
}
