import { HourglassError } from '@hourglass/core'

import type { PluginKindName } from './plugin-kind.js'

const LONGEST = 60

/** One name in all the spellings that a package needs. */
export interface PluginName {
  /** As an experiment names it, and the name of the source file: `dim-light`. */
  readonly kebab: string
  /** As code begins with it: `dimLight`. */
  readonly camel: string
  /** Of the npm package: `hourglass-noise-dim-light`. */
  readonly package: string
}

/** @throws HourglassError `invalid-name` */
export function pluginName(kind: PluginKindName, text: string): PluginName {
  const refuse = (why: string): never => {
    throw new HourglassError('invalid-name', `"${text}" cannot be the name of a plugin: ${why}`, {
      expected: 'lower-case letters and digits, words joined by single hyphens, a letter first: salt-and-pepper',
      remedy: remedyFor(kind, text),
    })
  }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text)) refuse('it is no name in kebab case')
  if (text.length > LONGEST) refuse(`it is longer than ${LONGEST} characters`)
  if (text === 'index') refuse('src/index.ts is another file')
  return {
    kebab: text,
    camel: text.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    package: `hourglass-${kind}-${text}`,
  }
}

/** `DimLight`, `dim_light` and `@me/dim-light` are most likely meant as `dim-light`. */
function remedyFor(kind: PluginKindName, text: string): string | undefined {
  const kebab = text
    .replace(/^.*\//, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
  return kebab === '' || kebab === text || kebab.length > LONGEST ? undefined : `hourglass new ${kind} ${kebab}`
}
