import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

import { HourglassError } from '@hourglass/core'

import type { RunDirectory } from '../run-directory.js'
import type { FigureRecord } from './figure.js'

/**
 * The figures of a finished run with their pictures.
 *
 * @throws HourglassError `not-a-run`
 */
export function readFigures(json: string, directory: RunDirectory): (FigureRecord & { png: Uint8Array })[] {
  return (JSON.parse(json) as FigureRecord[]).map((record) => {
    // A run's folder may come from somebody else: a picture of it lies in it and nowhere else.
    if (basename(record.file) !== record.file || !record.file.endsWith('.png'))
      throw new HourglassError('not-a-run', `figures.json names "${record.file}"`, {
        place: { source: directory.path },
        expected: 'the name of a PNG file beside it',
      })
    return { ...record, png: readFileSync(directory.file(record.file)) }
  })
}
