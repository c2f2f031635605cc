import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Experiment } from '@hourglass/core'
import { stringify } from 'yaml'

/**
 * The number of threads with which an unfinished run of this experiment began; `undefined` where there is none, or where
 * its engine has no threads to choose. The library takes its threads when it is loaded, and the last bits of a few sums
 * hang on them: whoever goes on with a run needs to know before there is an engine, and so before the run's id is known.
 */
export function unfinishedThreads(runs: string, experiment: Experiment): string | undefined {
  if (!existsSync(runs)) return undefined
  const text = stringify(experiment)
  const threads = readdirSync(runs)
    .filter((name) => name.startsWith(`${experiment.name}-`))
    .map((name) => join(runs, name))
    .filter((folder) => !existsSync(join(folder, 'result.json')) && textOf(join(folder, 'experiment.yaml')) === text)
    .flatMap((folder) => threadsIn(join(folder, 'checkpoints')))
  return threads.length === 0 ? undefined : String(threads[0])
}

function threadsIn(folder: string): number[] {
  const newest = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{6,}\.json$/.test(name))
        .toSorted()
        .at(-1)
    : undefined
  if (newest === undefined) return []
  try {
    const { writtenBy } = JSON.parse(textOf(join(folder, newest))!) as { writtenBy?: { threads?: number } }
    return writtenBy?.threads === undefined ? [] : [writtenBy.threads]
  } catch {
    // A broken checkpoint is told by whoever reads all of it.
    return []
  }
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
