import { type Engine, type EngineName, HourglassError, suggest } from '@hourglass/core'

import { createCpuEngine } from './cpu-engine.js'
import type { EngineSettings } from './engine-settings.js'
import { createWasmEngine } from './wasm-engine.js'

export const ENGINE_CHOICES = ['auto', 'node', 'wasm', 'cpu'] as const
export type EngineChoice = (typeof ENGINE_CHOICES)[number]

/** How to find and make the native engine; its package sits above this one and is handed in. */
export interface NativeEngine {
  /** Why the native engine cannot be used here, or `undefined` where it can. Cheap. */
  unusable(): string | undefined
  /** @throws HourglassError `native-settings-fixed` where this process has it already, with other settings */
  create(settings: EngineSettings): Promise<Engine>
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
 * Makes the chosen engine current. `auto` takes node where it is usable, else wasm, else cpu. The settings are the
 * native engine's: wasm and cpu run operations one by one, on one thread, in float32, and a precision that they cannot
 * give is told to `settings.warn`.
 *
 * @throws HourglassError `native-unavailable` where `node` was asked for and cannot be had, `native-settings-fixed`
 */
export async function selectEngine(
  choice: EngineChoice,
  native?: NativeEngine,
  settings: EngineSettings = {},
): Promise<SelectedEngine> {
  const makers: Record<EngineName, () => Promise<Engine>> = {
    node: () => createNative(native, settings),
    wasm: () => createWasmEngine(),
    cpu: createCpuEngine,
  }
  const selected = choice === 'auto' ? await selectFirst(makers) : await selectOne(makers[choice])
  const { name } = selected.engine
  if (settings.precision === 'fast' && name !== 'node')
    settings.warn?.(`precision fast has no effect: the ${name} engine multiplies in float32`)
  return selected
}

async function selectOne(make: () => Promise<Engine>): Promise<SelectedEngine> {
  const engine = await make()
  return { engine, reason: `engine: ${engine.description}, as asked for` }
}

async function selectFirst(makers: Readonly<Record<EngineName, () => Promise<Engine>>>): Promise<SelectedEngine> {
  const refusals: string[] = []
  for (const name of ['node', 'wasm', 'cpu'] as const)
    try {
      const engine = await makers[name]()
      const why = refusals.length === 0 ? 'the fastest one, and usable here' : refusals.join('; ')
      return { engine, reason: `engine: ${engine.description}: ${why}` }
    } catch (cause) {
      // That one works: another in its place would hide what is wrong.
      if (cause instanceof HourglassError && cause.code === 'native-settings-fixed') throw cause
      refusals.push(`no ${name}, because ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  throw new HourglassError('no-engine', 'no engine runs on this machine', { expected: refusals.join('; ') })
}

async function createNative(native: NativeEngine | undefined, settings: EngineSettings): Promise<Engine> {
  const reason = native === undefined ? '@hourglass/engine-node is not installed' : native.unusable()
  if (native !== undefined && reason === undefined) return native.create(settings)
  throw new HourglassError('native-unavailable', reason ?? 'the native engine is not there', {
    remedy:
      '`hourglass doctor` tells what to do (often `hourglass doctor --fix`), or take another engine: --engine wasm',
  })
}
