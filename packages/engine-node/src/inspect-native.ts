import { realpathSync } from 'node:fs'
import { availableParallelism } from 'node:os'

import { glibcVersion, type Processor, processor } from './machine.js'
import { adviceFor } from './native-advice.js'
import { nativeCache } from './native-cache.js'
import { type NativeMarker, readMarker } from './native-marker.js'
import { findNativePackage, type NativePackage, nativeUsable } from './native-package.js'
import { type NativeProbe, probeNative } from './native-probe.js'
import { nativeIsOff } from './native-setting.js'
import { isPrepared } from './prepared-folder.js'
import { type RunCommand, runCommand } from './run-command.js'
import { findCompiler, findPip, findPython, type Tool } from './tools.js'

/** Everything `hourglass doctor` says of the native engine. */
export interface NativeReport {
  /**
   * `off`: by HOURGLASS_NATIVE. `no-package`: tfjs-node is not installed. `no-library`: its native part is missing.
   * `present`: the files are there, not tried out. `works`, `broken`: tried out, in a child process.
   */
  readonly state: 'off' | 'no-package' | 'no-library' | 'present' | 'works' | 'broken'
  readonly package?: NativePackage
  /** The addon with links followed, where it exists. */
  readonly addon?: string
  /** Only where it was asked for and the files are there. */
  readonly probe?: NativeProbe
  readonly node: { readonly version: string; readonly napi: string }
  readonly platform: string
  readonly arch: string
  /** Absent on musl and outside Linux. */
  readonly glibc?: string
  readonly processor: Processor
  /** `intraOp`, `interOp`: `TF_NUM_INTRAOP_THREADS` and `TF_NUM_INTEROP_THREADS` where set. */
  readonly threads: { readonly available: number; readonly intraOp?: string; readonly interOp?: string }
  readonly compiler?: Tool
  readonly python?: Tool
  readonly pip?: Tool
  readonly cache: { readonly folder: string; readonly prepared: boolean }
  readonly lastTry?: NativeMarker
  /** What the user can do, a sentence each; empty where all is well. */
  readonly advice: readonly string[]
}

export interface InspectOptions {
  /** Also load the library in a child process and calculate with it (about 2 s). Default `false`. */
  readonly probe?: boolean
  readonly signal?: AbortSignal
  readonly environment?: NodeJS.ProcessEnv
  readonly run?: RunCommand
  readonly nativePackage?: NativePackage
}

/** Looks at this machine's native engine without loading it here or changing anything. Throws only `interrupted`. */
export async function inspectNative(options: InspectOptions = {}): Promise<NativeReport> {
  const { environment = process.env, run = runCommand, signal } = options
  const found = options.nativePackage ?? findNativePackage()
  const present = nativeUsable(environment, found)
  const search = { run, environment, signal }
  const [compiler, python, pip, probe] = await Promise.all([
    findCompiler(search),
    findPython(search),
    findPip(search),
    present && options.probe === true ? probeNative(found!, search) : undefined,
  ])
  const cache = nativeCache(found?.version ?? 'none', environment)
  const facts = {
    state: stateOf(nativeIsOff(environment), found, present, probe),
    package: found,
    addon: present ? realpathSync(found!.addon) : undefined,
    probe,
    node: { version: process.version, napi: process.versions['napi'] ?? '' },
    platform: process.platform,
    arch: process.arch,
    glibc: process.platform === 'linux' ? glibcVersion() : undefined,
    processor: processor(),
    threads: {
      available: availableParallelism(),
      intraOp: environment['TF_NUM_INTRAOP_THREADS'],
      interOp: environment['TF_NUM_INTEROP_THREADS'],
    },
    compiler,
    python,
    pip,
    cache: { folder: cache.folder, prepared: isPrepared(cache.library) && isPrepared(cache.addon) },
    lastTry: readMarker(cache),
  }
  return { ...facts, advice: adviceFor(facts) }
}

function stateOf(
  off: boolean,
  found: NativePackage | undefined,
  present: boolean,
  probe: NativeProbe | undefined,
): NativeReport['state'] {
  if (off) return 'off'
  if (found === undefined) return 'no-package'
  if (!present) return 'no-library'
  if (probe === undefined) return 'present'
  return probe.works ? 'works' : 'broken'
}
