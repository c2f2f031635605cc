import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import type { SweepResults } from '@hourglass/sweep'

/**
 * The results in a sweep's folder, or of the sweeps in a folder of runs.
 *
 * @throws HourglassError `no-results`
 */
export function readResults(folder: string): readonly SweepResults[] {
  const files = [folder, ...sweepsIn(folder)].map((place) => join(place, 'results.json')).filter(existsSync)
  if (files.length === 0)
    throw new HourglassError('no-results', 'there are no results of a sweep here', {
      place: { source: folder },
      expected: 'a folder with results.json, or with <name>.sweep/results.json in it',
    })
  return files.map(readOne)
}

function sweepsIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sweep'))
    .map((name) => join(folder, name))
}

function readOne(file: string): SweepResults {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8')) as Partial<SweepResults> | null
    if (Array.isArray(results?.cells) && Array.isArray(results.jobs) && typeof results.hash === 'string')
      return results as SweepResults
  } catch (cause) {
    throw new HourglassError('no-results', 'this file cannot be read', { place: { source: file }, cause })
  }
  throw new HourglassError('no-results', 'these are no results of a sweep', {
    place: { source: file },
    expected: 'a file that hourglass sweep or merge has written',
  })
}
