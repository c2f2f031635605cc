import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

export interface Processor {
  readonly model: string
  /** Of the instruction sets that matter here, those it has; `undefined` where the system does not tell. */
  readonly features?: readonly string[]
}

const telling = ['avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_bf16', 'amx_tile', 'asimd', 'sve']

/** The processor, from `/proc/cpuinfo` on Linux and `sysctl` on macOS. */
export function processor(): Processor {
  const model = cpus()[0]?.model.trim() || 'unknown'
  try {
    return { model, features: featuresIn(processorText()) }
  } catch {
    return { model }
  }
}

/**
 * Whether the library rounds the inputs of float32 products to bfloat16 on this processor, where it is allowed to.
 * `undefined` where the system does not tell, and on ARM, where nobody has measured it.
 *
 * On x86 only AMX counts: with `avx512_bf16` alone oneDNN keeps to its float32 kernel (`brg_matmul:avx512_core`), and the
 * products keep every bit (seen on an AMD EPYC, 2026-11-25).
 */
export function hasFastProducts({ features }: Processor = processor()): boolean | undefined {
  if (features === undefined || features.includes('asimd')) return undefined
  return features.includes('amx_bf16')
}

/** The telling features in a `flags`/`Features` line of `/proc/cpuinfo`, or in sysctl's list of names. */
export function featuresIn(text: string): string[] | undefined {
  const line = /^(?:flags|Features|machdep\.cpu\.features)\s*:(.*)$/im.exec(text)?.[1]
  if (line === undefined) return undefined
  const leaf7 = /^machdep\.cpu\.leaf7_features\s*:(.*)$/im.exec(text)?.[1] ?? ''
  const has = new Set(`${line} ${leaf7}`.toLowerCase().replaceAll('avx1.0', 'avx').split(/\s+/))
  return telling.filter((feature) => has.has(feature))
}

function processorText(): string {
  if (process.platform === 'linux') return readFileSync('/proc/cpuinfo', 'utf8')
  if (process.platform !== 'darwin') return ''
  const names = ['machdep.cpu.features', 'machdep.cpu.leaf7_features']
  return execFileSync('sysctl', names, { encoding: 'utf8', timeout: 2_000, stdio: ['ignore', 'pipe', 'ignore'] })
}

/** The version of glibc, e.g. `2.36`; `undefined` on musl (Alpine) and on other systems. */
export function glibcVersion(): string | undefined {
  // `excludeNetwork` is in Node from 20.13 on; its types do not know it yet.
  const report = process.report as typeof process.report & { excludeNetwork?: boolean }
  // Otherwise the report looks up the name of every peer of every open socket.
  report.excludeNetwork = true
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime
}
