import { HourglassError } from '@hourglass/core'
import { parse } from 'yaml'

import { type OptionPath, parseOptionPath } from './option-path.js'

/** A `--set path=value` of the command line. */
export interface Setting {
  /** As it was given, for messages. */
  readonly source: string
  readonly path: OptionPath
  readonly value: unknown
}

/**
 * `folder=~/digits` → the path ['folder'] and the value, which is YAML.
 *
 * @param expected what the user might have meant, with an example
 * @throws HourglassError `invalid-setting`
 */
export function parseSetting(text: string, expected: string): Setting {
  const at = text.indexOf('=')
  const path = at < 0 ? undefined : parseOptionPath(text.slice(0, at))
  if (path === undefined) throw new HourglassError('invalid-setting', `--set ${text} is not a setting`, { expected })
  try {
    return { source: `--set ${text}`, path, value: parse(text.slice(at + 1)) as unknown }
  } catch (cause) {
    throw new HourglassError('invalid-setting', `--set ${text} has a value that is not YAML`, { cause })
  }
}
