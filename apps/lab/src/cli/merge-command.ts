import { resolve } from 'node:path'

import { HourglassError } from '@hourglass/core'
import { mergeResults } from '@hourglass/sweep'
import type { Command } from 'commander'

import { explainFileError } from '../file-error.js'
import { readResults } from '../read-results.js'
import { writeResults } from '../sweep-results.js'

interface MergeOptions {
  readonly out?: string
  readonly json?: boolean
}

export function addMergeCommand(program: Command): void {
  program
    .command('merge')
    .description('one table out of the parts of a sweep that were run in several folders')
    .argument('<folders...>', 'folders of a sweep (with results.json), or of runs (with <name>.sweep in them)')
    .option('--out <folder>', 'where the results go; without it: only printed')
    .option('--json', 'print the results as JSON')
    .action(merge)
}

function merge(folders: readonly string[], { out, json }: MergeOptions): void {
  const results = mergeResults(folders.flatMap(readResults))
  const missing = results.jobs.filter(({ state }) => state !== 'finished').length
  try {
    const text = writeResults(results, out === undefined ? undefined : resolve(out))
    process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${text}\n`)
  } catch (error) {
    throw explainFileError(error)
  }
  if (missing > 0)
    throw new HourglassError('jobs-missing', `${missing} of ${results.jobs.length} jobs have no result`, {
      expected: 'every part of the sweep',
      remedy: 'hourglass sweep <file> --list in each folder of runs tells which; run them, and merge again',
    })
}
