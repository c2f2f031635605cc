import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Measurement } from '@hourglass/core'
import { imageGridPng } from '@hourglass/report'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { RunDirectory } from './run-directory.js'
import type { RunResult } from './run-result.js'
import { writeReport } from './write-report.js'

const RESULT: RunResult = {
  ...{
    id: 'abc',
    name: 'trial',
    engine: 'cpu',
    engineDescription: 'cpu',
    data: { dimensions: 2, range: [0, 1] },
    finishedAt: '2026-01-01T00:00:00.000Z',
  },
  ...{ stages: [], timings: [], notes: [], weights: { file: 'w', sha256: '0' } },
  rows: [{ label: 'trial', measurements: [{ name: 'nll', label: 'NLL', value: 98.5, unit: 'nats', better: 'lower' }] }],
}

let directory: RunDirectory
beforeEach(() => {
  directory = new RunDirectory(join(mkdtempSync(join(tmpdir(), 'hourglass-report-')), 'run'))
  mkdirSync(directory.path)
  writeFileSync(directory.file('experiment.yaml'), 'name: trial\n')
  writeFileSync(directory.file('environment.json'), '{}')
  writeFileSync(directory.file('result.json'), JSON.stringify(RESULT))
  const images = { pixels: new Uint8Array(4), count: 1, height: 2, width: 2 }
  writeFileSync(directory.file('a.png'), imageGridPng(images, { columns: 1 }))
  writeFileSync(directory.file('figures.json'), figures('a.png'))
})
afterEach(() => rmSync(join(directory.path, '..'), { recursive: true }))

function figures(file: string): string {
  return JSON.stringify([{ file, title: 'A', caption: 'a picture', width: 6, height: 6 }])
}

describe('writeReport', () => {
  it('renders what lies in the folder', () => {
    const html = readFileSync(writeReport(directory, directory.finished<RunResult>()!), 'utf8')
    expect(html).toContain('98.500')
    expect(html).toContain('a picture')
  })

  it('shows what stages measured, what baselines alone have, and matrices', () => {
    const measured = (name: string, value: number): Measurement => ({
      ...{ name, label: `the ${name}`, value, unit: '%', better: 'lower' },
    })
    const side = { label: 'class', names: ['only'] }
    const matrix = { rows: side, columns: side, values: [[4711]] }
    const result: RunResult = {
      ...RESULT,
      rows: [
        ...RESULT.rows,
        { label: 'a machine', baseline: true, measurements: [{ ...measured('error', 12.5), matrix }] },
      ],
      stages: [
        {
          ...{ name: 'evaluate', seconds: 1, epochs: [], notes: [] },
          measured: [{ label: 'pretrained', split: 'validation', measurements: [measured('rank', 7)] }],
        },
      ],
    }
    const html = readFileSync(writeReport(directory, result), 'utf8')
    const [table] = /<table class="result">.*?<\/table>/s.exec(html)!
    const lines = table
      .split('<tr')
      .slice(1)
      .map((line) =>
        line
          .replaceAll(/<[^>]*>|^[^>]*>/g, '|')
          .split(/\|+/)
          .filter(Boolean),
      )
    expect(lines).toEqual([
      ['NLL (nats)', 'the rank (%)', 'the error (%)'],
      ['trial', '98.500', '–', '–'],
      ['pretrained (validation)', '–', '7.0000', '–'],
      ['a machine', '–', '–', '12.500'],
    ])
    expect(html).toContain('On the test set, unless a row says otherwise. Lower is better everywhere. Baselines')
    expect(html).toContain('Confusion')
    expect(html, 'curves of a stage without epochs').not.toContain('<h3>evaluate</h3>')
    expect(html).toContain('4,711')
  })

  it('tells a command that gives the same bits: with the settings that decide them', () => {
    const engineSettings = { compile: 'off', precision: 'fast', threads: 3 } as const
    const html = readFileSync(writeReport(directory, { ...RESULT, engineSettings }), 'utf8')
    expect(html).toContain('--engine cpu --compile off --precision fast')
    expect(html).not.toContain('--threads')
  })

  it.each([
    ['experiment.yaml', undefined],
    ['environment.json', undefined],
    ['environment.json', '{"a"'],
    ['figures.json', undefined],
    ['figures.json', '[{"file"'],
    ['figures.json', '5'],
    ['figures.json', '[1]'],
    ['figures.json', figures('b.png')],
    ['figures.json', figures('../../../../etc/passwd')],
    ['figures.json', figures('../a.png')],
  ])('refuses a folder whose %s is %s', (file, content) => {
    if (content === undefined) rmSync(directory.file(file))
    else writeFileSync(directory.file(file), content)
    expect(() => writeReport(directory, RESULT)).toThrow(expect.objectContaining({ code: 'not-a-run' }) as Error)
  })

  it.each(['', '{', '{}', 'null', '[1]'])('takes a result.json of "%s" for none', (content) => {
    writeFileSync(directory.file('result.json'), content)
    expect(directory.finished()).toBeUndefined()
  })
})
