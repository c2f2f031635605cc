import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { testDataset } from '@hourglass/testing'
import { afterAll, expect, test } from 'vitest'
import type { z } from 'zod'

import { csv, csvOptions } from './csv.js'
import { filesPlugin } from './files-plugin.fixture.js'
import { refusalOf } from './hostile-files.fixture.js'

const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
afterAll(() => rmSync(home, { recursive: true }))
const put = (name: string, content: string): string => {
  writeFileSync(join(home, name), content)
  return join(home, name)
}
const load = (options: z.input<typeof csvOptions>) => csv(csvOptions.parse(options)).load()

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${from + i},${(from + i) / 4},${i % 2 === 0 ? 'even' : 'odd'}\n`).join(
    '',
  )
const file = put('all.csv', `number,quarter,kind\n${rows(0, 100)}`)
const testFile = put('test.csv', `number,quarter,kind\n${rows(10, 20).replaceAll(/^(\d+),/gm, '$1.5,')}`)

testDataset(filesPlugin, 'csv', [
  {
    options: { file, label: 'kind', range: [0, 100] },
    sizes: { train: 80, validation: 10, test: 10 },
    classSizes: [50, 50],
  },
  {
    options: { file, label: 'kind', testFile, validation: 30, range: [0, 100] },
    sizes: { train: 70, validation: 30, test: 10 },
    examples: [{ split: 'test', index: 3, row: [13.5, 3.25], label: 1 }],
  },
  {
    options: { file, label: -1, scale: 'columns', clip: true, validation: 5, test: 0.25, seed: 4 },
    sizes: { train: 70, validation: 5, test: 25 },
    // A number beyond those to train on comes to the same end of the range as the nearest of them.
    repeats: true,
  },
])

test('the label of an example stays with its numbers, whatever the deal', async () => {
  const { train, validation, test: tested, notes } = await load({ file, label: 'kind', range: [0, 100] })
  for (const split of [train, validation, tested])
    for (let i = 0; i < split.size; i++) {
      const [number, quarter] = split.rows([i])
      expect(quarter).toBe(number! / 4)
      expect(split.labels![i]).toBe(number! % 2)
    }
  expect(notes).toEqual(['the classes 0 … 1 are the labels "even", "odd"'])
})

test('what is refused', async () => {
  expect((await refusalOf(() => load({ file, testFile, label: 'kind', test: 5 }))).code).toBe('invalid-option')
  expect((await refusalOf(() => load({ file, label: 'kind', validation: 60, test: 40 }))).code).toBe('too-few-examples')
  expect((await refusalOf(() => load({ file }))).message).toMatch(/cell 3 \("kind"\) is "even"/)
  expect((await refusalOf(() => load({ file, label: 'kind', image: [3, 3] }))).code).toBe('invalid-option')
  const same = put('same.csv', '1,a\n2,a\n3,a\n4,a\n')
  expect((await refusalOf(() => load({ file: same, label: 1, range: [0, 9] }))).message).toMatch(
    /all labels are the same/,
  )
  const rare = put('rare.csv', '1,a\n2,a\n3,a\n4,b\n')
  const options = { file: rare, label: 1, range: [0, 9] as [number, number], validation: 1, test: 1 }
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, async (_, seed) => {
      const loaded = await load({ ...options, seed }).catch((error: Error) => error.message)
      return typeof loaded === 'string' ? loaded : 'loaded'
    }),
  )
  // Whichever split class b comes into, it is learnt or refused.
  expect(new Set(outcomes)).toEqual(new Set(['loaded', 'none of the training examples is of class 1 of 2']))
  for (const wrong of [{ validation: 0 }, { validation: 1.5 }, { range: [1, 1] }, { scale: 'twice' }, { files: 'x' }])
    expect(csvOptions.safeParse({ file, ...wrong }).success).toBe(false)
})
