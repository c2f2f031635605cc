import { type Engine, type EngineName, HourglassError, suggest } from '@hourglass/core'

import { createCpuEngine } from './cpu-engine.js'
import { createWasmEngine } from './wasm-engine.js'

export const ENGINE_CHOICES = ['auto', 'node', 'wasm', 'cpu'] as const
export type EngineChoice = (typeof ENGINE_CHOICES)[number]

/** How to find and make the native engine; its package sits above this one and is handed in. */
export interface NativeEngine {
  /** Why the native engine cannot be used here, or `undefined` where it can. Cheap. */
  unusable(): string | undefined
  create(): Promise<Engine>
}

export interface SelectedEngine {
  readonly engine: Engine
  /** One line: which engine, and why. */
  readonly reason: string
}

/** @throws HourglassError `unknown-engine` */
export function parseEngineChoice(text: string): EngineChoice {
  if ((ENGINE_CHOICES as readonly string[]).includes(text)) return text as EngineChoice
  throw new HourglassError('unknown-engine', `there is no engine "${text}"`, {
    expected: suggest(text, ENGINE_CHOICES),
  })
}

/**
 * Makes the chosen engine current. `auto` takes node where it is usable, else wasm, else cpu.
 *
 * @throws HourglassError `native-unavailable` where `node` was asked for and cannot be had
 */
export async function selectEngine(choice: EngineChoice, native?: NativeEngine): Promise<SelectedEngine> {
  const makers: Record<EngineName, () => Promise<Engine>> = {
    node: () => createNative(native),
    wasm: createWasmEngine,
    cpu: createCpuEngine,
  }
  if (choice !== 'auto') {
    const engine = await makers[choice]()
    return { engine, reason: `engine: ${engine.description}, as asked for` }
  }
  const refusals: string[] = []
  for (const name of ['node', 'wasm', 'cpu'] as const)
    try {
      const engine = await makers[name]()
      const why = refusals.length === 0 ? 'the fastest one, and usable here' : refusals.join('; ')
      return { engine, reason: `engine: ${engine.description}: ${why}` }
    } catch (cause) {
      refusals.push(`no ${name}, because ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  throw new HourglassError('no-engine', 'no engine runs on this machine', { expected: refusals.join('; ') })
}

async function createNative(native: NativeEngine | undefined): Promise<Engine> {
  const reason = native === undefined ? '@hourglass/engine-node is not installed' : native.unusable()
  if (native !== undefined && reason === undefined) return native.create()
  throw new HourglassError('native-unavailable', reason ?? 'the native engine is not there', {
    remedy:
      '`hourglass doctor` tells what to do (often `hourglass doctor --fix`), or take another engine: --engine wasm',
  })
}
