import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'
import {
  type EngineChoice,
  type NativeEngine,
  parseEngineChoice,
  type SelectedEngine,
  selectEngine,
} from '@hourglass/engine'

const NATIVE: NativeEngine = { unusable: nativeUnusableReason, create: createNodeEngine }

/** `--engine`, else `HOURGLASS_ENGINE`, else auto. */
export function chooseEngine(option: string | undefined): Promise<SelectedEngine> {
  const choice: EngineChoice = parseEngineChoice(option ?? (process.env['HOURGLASS_ENGINE'] || 'auto'))
  return selectEngine(choice, NATIVE)
}
