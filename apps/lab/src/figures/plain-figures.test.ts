import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { RunDirectory } from '../run-directory.js'
import { COMPRESSION, readCompression, readScatters, SCATTERS } from './plain-figures.js'

let directory: RunDirectory
beforeEach(() => {
  directory = new RunDirectory(mkdtempSync(join(tmpdir(), 'hourglass-figures-')))
})
afterEach(() => rmSync(directory.path, { recursive: true }))

const GROUP = { label: '0', points: [[0, null]] }
const SCATTER = { title: 'T', caption: 'C', xLabel: 'x', yLabel: 'y', x: [0, 1], y: [0, 1], groups: [GROUP] }
const LINE = { label: 'this model', value: null, x: [1, 2], y: [3, null] }
const CURVE = { title: 'T', xLabel: 'x', yLabel: 'y', caption: 'C', lines: [LINE] }

it('reads what is not finite as NaN, and nothing where no file is', () => {
  expect([readScatters(directory), readCompression(directory)]).toEqual([[], []])
  writeFileSync(directory.file(SCATTERS), JSON.stringify([SCATTER, { ...SCATTER, marks: GROUP }]))
  writeFileSync(directory.file(COMPRESSION), JSON.stringify([CURVE]))
  const [first, second] = readScatters(directory)
  expect(first!.groups[0]!.points).toEqual([[0, Number.NaN]])
  expect(second!.marks!.label).toBe('0')
  expect(readCompression(directory)[0]!.lines).toEqual([{ ...LINE, value: Number.NaN, y: [3, Number.NaN] }])
})

describe('a damaged folder', () => {
  it.each([
    [SCATTERS, 5],
    [SCATTERS, [5]],
    [SCATTERS, [{ ...SCATTER, x: [1, 0] }]],
    [SCATTERS, [{ ...SCATTER, x: [0, null] }]],
    [SCATTERS, [{ ...SCATTER, groups: [{ label: 1, points: [] }] }]],
    [SCATTERS, [{ ...SCATTER, groups: [{ label: '', points: [['<b>', 0]] }] }]],
    [SCATTERS, [{ ...SCATTER, script: 'x' }]],
    [COMPRESSION, [{ ...CURVE, lines: [{ ...LINE, x: [1] }] }]],
    [COMPRESSION, [{ ...CURVE, lines: [{ ...LINE, y: 'high' }] }]],
    [COMPRESSION, [{ ...CURVE, title: undefined }]],
  ])('is refused: %s of %j', (file, content) => {
    writeFileSync(directory.file(file), JSON.stringify(content))
    expect(() => (file === SCATTERS ? readScatters(directory) : readCompression(directory))).toThrow(
      expect.objectContaining({ code: 'not-a-run', message: expect.stringContaining(file) as string }) as Error,
    )
  })
})
