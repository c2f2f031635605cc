import { HourglassError, suggest } from '@hourglass/core'

export const COMPILE_CHOICES = ['auto', 'on', 'off'] as const
export type CompileChoice = (typeof COMPILE_CHOICES)[number]

export const PRECISION_CHOICES = ['strict', 'fast'] as const
export type Precision = (typeof PRECISION_CHOICES)[number]

/** How an engine is to run. What an engine has no use for it ignores. */
export interface EngineSettings {
  /**
   * Steps as one graph. `auto` (default): where possible, with a warning and one operation after the other where not.
   * `on`: an error where not possible. `off`: one operation after the other.
   */
  readonly compile?: CompileChoice
  /**
   * `strict` (default): products in float32. `fast`: products may round their inputs to bfloat16 (8 bits of precision
   * instead of 24; sums stay in float32), where the processor has such products.
   */
  readonly precision?: Precision
  /** Default: the engine's own choice. */
  readonly threads?: number
  /** Told what a user should know: a setting without effect, a step that could not be compiled. */
  readonly warn?: (message: string) => void
}

/** The same settings as texts, from a command line, or as values from a program. */
export interface EngineSettingsInput {
  readonly compile?: string
  readonly precision?: string
  readonly threads?: string | number
  readonly warn?: (message: string) => void
}

/** The environment variable of each setting, which counts where the setting itself is not given. */
export const SETTING_VARIABLES = {
  compile: 'HOURGLASS_COMPILE',
  precision: 'HOURGLASS_PRECISION',
  threads: 'HOURGLASS_THREADS',
} as const

/** More would end the process, as the native library starts all of them at once. */
const MOST_THREADS = 1024

/** @throws HourglassError `invalid-engine-setting` */
export function parseCompileChoice(text: string): CompileChoice {
  return parseChoice('compile', text, COMPILE_CHOICES)
}

/** @throws HourglassError `invalid-engine-setting` */
export function parsePrecision(text: string): Precision {
  return parseChoice('precision', text, PRECISION_CHOICES)
}

/**
 * A number of threads; `undefined` for `auto`, the engine's own choice.
 *
 * @throws HourglassError `invalid-engine-setting`
 */
export function parseThreads(text: string): number | undefined {
  if (text === 'auto') return undefined
  const threads = Number(text)
  if (/^\d+$/.test(text) && threads >= 1 && threads <= MOST_THREADS) return threads
  throw new HourglassError('invalid-engine-setting', `"${text}" is no number of threads`, {
    expected: `a whole number from 1 to ${MOST_THREADS}, or auto`,
  })
}

/**
 * The settings given, and those of the environment where none is given. An empty variable counts as none.
 *
 * @throws HourglassError `invalid-engine-setting`; its place names the variable where that is what is wrong
 */
export function engineSettings(
  given: EngineSettingsInput = {},
  environment: NodeJS.ProcessEnv = process.env,
): EngineSettings {
  const setting = <Value>(name: keyof typeof SETTING_VARIABLES, parse: (text: string) => Value): Value | undefined => {
    if (given[name] !== undefined) return parse(String(given[name]))
    const text = environment[SETTING_VARIABLES[name]]
    return text ? inVariable(SETTING_VARIABLES[name], () => parse(text)) : undefined
  }
  return {
    compile: setting('compile', parseCompileChoice),
    precision: setting('precision', parsePrecision),
    threads: setting('threads', parseThreads),
    warn: given.warn,
  }
}

/** Parses what an environment variable holds: an error names the variable. */
export function inVariable<Value>(variable: string, parse: () => Value): Value {
  try {
    return parse()
  } catch (error) {
    throw error instanceof HourglassError ? error.at({ source: variable }) : error
  }
}

function parseChoice<Choice extends string>(setting: string, text: string, choices: readonly Choice[]): Choice {
  if ((choices as readonly string[]).includes(text)) return text as Choice
  throw new HourglassError('invalid-engine-setting', `there is no ${setting} choice "${text}"`, {
    expected: suggest(text, choices),
  })
}
