import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'

import { HourglassError, suggest } from '@hourglass/core'

const EXPERIMENTS = join(import.meta.dirname, '..', 'experiments')

export interface ExperimentSource {
  /** As the user would name it in a message. */
  readonly name: string
  readonly text: string
  /** Where plugins and relative paths are seen from. */
  readonly folder: string
}

/** The experiments that come with Hourglass. */
export function builtInExperiments(): readonly string[] {
  return readdirSync(EXPERIMENTS)
    .filter((file) => extname(file) === '.yaml')
    .map((file) => basename(file, '.yaml'))
    .toSorted()
}

/**
 * Reads an experiment by file or by the name of a built-in one.
 *
 * @throws HourglassError `experiment-not-found`, `unreadable-file`
 */
export function readExperimentSource(fileOrName: string): ExperimentSource {
  const builtIn = builtInExperiments()
  const file = builtIn.includes(fileOrName) ? join(EXPERIMENTS, `${fileOrName}.yaml`) : resolve(fileOrName)
  if (!existsSync(file))
    throw new HourglassError('experiment-not-found', `there is no experiment "${fileOrName}"`, {
      expected: `a YAML file, or a built-in experiment: ${suggest(fileOrName, builtIn)}`,
    })
  if (!statSync(file).isFile())
    throw new HourglassError('unreadable-file', `"${fileOrName}" is not a file`, { expected: 'a YAML file' })
  return {
    name: builtIn.includes(fileOrName) ? basename(file) : fileOrName,
    text: readText(file, fileOrName),
    folder: dirname(file),
  }
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HourglassError('unreadable-file', `"${name}" cannot be read: ${(cause as Error).message}`, { cause })
  }
}
