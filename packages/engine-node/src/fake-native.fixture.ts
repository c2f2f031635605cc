import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { nativeCache } from './native-cache.js'
import { type NativePackage, readNativePackage } from './native-package.js'
import type { NativeWork } from './native-work.js'
import { prepareFolder } from './prepared-folder.js'
import { type CommandResult, type RunCommand, runCommand } from './run-command.js'

/** A temporary folder with a make-believe tfjs-node and cache in it, deleted at the end of the `await using` block. */
export async function fakeNative() {
  const root = await mkdtemp(join(tmpdir(), 'hourglass-native-'))
  const folder = join(root, 'tfjs-node')
  const write = async (name: string, content: string, mode?: number) => {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content, { mode })
    return join(root, name)
  }
  await write('tfjs-node/package.json', JSON.stringify({ version: '9.9.9', binary: { napi_versions: [3, 8] } }))
  const native: NativePackage = readNativePackage(folder)
  const environment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOURGLASS_CACHE: join(root, 'cache') }
  const cache = nativeCache(native.version, environment)
  const messages: string[] = []
  const work: NativeWork = {
    package: native,
    cache,
    environment,
    run: runCommand,
    signal: new AbortController().signal,
    progress: (message) => messages.push(message),
  }
  return {
    root,
    native,
    environment,
    cache,
    work,
    messages,
    write,
    /** Files such as an installation leaves. */
    async install() {
      await write('tfjs-node/lib/napi-v8/tfjs_binding.node', 'addon')
      await write('tfjs-node/deps/lib/libtensorflow.so.2.9.1', 'library')
    },
    /** A cache in which everything is prepared. */
    async prepare() {
      await prepareFolder(cache.library, async (temporary) => {
        await mkdir(join(temporary, 'lib'))
        await mkdir(join(temporary, 'include'))
        for (const name of ['cc', 'framework']) {
          await writeFile(join(temporary, 'lib', `libtensorflow_${name}.so.2`), name)
        }
      })
      await prepareFolder(cache.addon, (temporary) => writeFile(join(temporary, 'tfjs_binding.node'), 'addon'))
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

/** What a command is made to answer. */
export function answer(rest: Partial<CommandResult>): CommandResult {
  return { code: 0, signal: null, stdout: '', output: '', ...rest }
}

/** Answers the probe as a working library does, or as one that crashes, and says that there is no other command. */
export function probing(works: boolean | (() => boolean), calls: string[] = []): RunCommand {
  return async (command, commandArguments) => {
    calls.push(command)
    if (commandArguments[0] !== '-e') return answer({ code: null, notStarted: `no ${command} here` })
    const fine = typeof works === 'boolean' ? works : works()
    if (!fine) return answer({ code: null, signal: 'SIGILL' })
    return answer({ stdout: '\nhourglass-probe:{"libraryVersion":"2.0.0","tfjsVersion":"4.0.0"}\n' })
  }
}
