import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'
import {
  type EngineChoice,
  type EngineSettings,
  type EngineSettingsInput,
  engineSettings,
  inVariable,
  type NativeEngine,
  parseEngineChoice,
  type SelectedEngine,
  selectEngine,
} from '@hourglass/engine'

import { EngineWarnings } from './engine-warnings.js'

/** As on a command line, or in a program. */
export interface EngineOptions extends Omit<EngineSettingsInput, 'warn'> {
  readonly engine?: string
}

export interface ChosenEngine extends SelectedEngine {
  readonly settings: EngineSettings
  readonly warnings: EngineWarnings
}

const NATIVE: NativeEngine = { unusable: nativeUnusableReason, create: createNodeEngine }

/**
 * The engine of these options; what they leave open is taken from `HOURGLASS_ENGINE`, `HOURGLASS_COMPILE`,
 * `HOURGLASS_PRECISION` and `HOURGLASS_THREADS`.
 *
 * @throws HourglassError `unknown-engine`, `invalid-engine-setting`, and what `selectEngine` throws
 */
export async function chooseEngine({ engine, ...given }: EngineOptions = {}): Promise<ChosenEngine> {
  const warnings = new EngineWarnings()
  const settings = engineSettings({ ...given, warn: warnings.warn })
  return { ...(await selectEngine(engineChoice(engine), NATIVE, settings)), settings, warnings }
}

function engineChoice(option: string | undefined): EngineChoice {
  if (option !== undefined) return parseEngineChoice(option)
  return inVariable('HOURGLASS_ENGINE', () => parseEngineChoice(process.env['HOURGLASS_ENGINE'] || 'auto'))
}
