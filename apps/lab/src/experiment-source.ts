import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'

import { HourglassError, suggest } from '@hourglass/core'

const EXPERIMENTS = join(import.meta.dirname, '..', 'experiments')
const TABLES = join(import.meta.dirname, '..', 'tables')

export interface ExperimentSource {
  /** As the user would name it in a message. */
  readonly name: string
  readonly text: string
  /** Where plugins and relative paths are seen from. */
  readonly folder: string
}

/** The experiments that come with Hourglass. */
export function builtInExperiments(): readonly string[] {
  return namesIn(EXPERIMENTS)
}

/** The sweeps that come with Hourglass. */
export function builtInSweeps(): readonly string[] {
  return namesIn(TABLES)
}

/**
 * Reads an experiment by file or by the name of a built-in one.
 *
 * @throws HourglassError `experiment-not-found`, `unreadable-file`
 */
export function readExperimentSource(fileOrName: string): ExperimentSource {
  return readSource(fileOrName, { folders: [EXPERIMENTS], what: 'experiment' })
}

/**
 * Reads a sweep, or an experiment that a sweep extends, by file or by the name of a built-in one.
 *
 * @param from the folder that a relative path is seen from; default: the current one
 * @throws HourglassError `experiment-not-found`, `unreadable-file`
 */
export function readSweepSource(fileOrName: string, from = '.'): ExperimentSource {
  return readSource(fileOrName, { folders: [TABLES, EXPERIMENTS], what: 'sweep or experiment', from })
}

interface Search {
  readonly folders: readonly string[]
  readonly what: string
  readonly from?: string
}

function readSource(fileOrName: string, { folders, what, from = '.' }: Search): ExperimentSource {
  const home = folders.find((folder) => namesIn(folder).includes(fileOrName))
  const file = home === undefined ? resolve(from, fileOrName) : join(home, `${fileOrName}.yaml`)
  if (!existsSync(file))
    throw new HourglassError('experiment-not-found', `there is no ${what} "${fileOrName}"`, {
      expected: `a YAML file, or a built-in ${what}: ${suggest(fileOrName, folders.flatMap(namesIn))}`,
    })
  if (!statSync(file).isFile())
    throw new HourglassError('unreadable-file', `"${fileOrName}" is not a file`, { expected: 'a YAML file' })
  // As the user wrote it, where that names it from here too.
  const name = home === undefined ? (from === '.' ? fileOrName : relative('.', file)) : basename(file)
  return { name, text: readText(file, fileOrName), folder: dirname(file) }
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => extname(file) === '.yaml')
    .map((file) => basename(file, '.yaml'))
    .toSorted()
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HourglassError('unreadable-file', `"${name}" cannot be read: ${(cause as Error).message}`, { cause })
  }
}
