import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { EMBEDDED_HASHES, readEmbeddedDigits } from './embedded-digits.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rm(folder, { recursive: true }))

const locate = (digit: number): string => join(folder, `${digit}.json`)

test('the bytes are those that the hashes name', async () => {
  const { images, labels } = await readEmbeddedDigits()
  expect(images.length).toBe(7_840_000)
  expect(createHash('sha256').update(images).digest('hex')).toBe(EMBEDDED_HASHES.images)
  expect(createHash('sha256').update(labels).digest('hex')).toBe(EMBEDDED_HASHES.labels)
})

test.each([
  ['missing', undefined],
  ['not JSON', '{ "data": [0, 0.5'],
  ['something else', 'null'],
  ['without digits', '{}'],
  ['too few', '{ "data": [0, 0.5] }'],
  ['not numbers', '{ "data": "abc" }'],
  ['endless', `{ "data": [${'1,'.repeat(9_000_000)}1] }`],
])('files that are %s are refused', async (_, text) => {
  if (text !== undefined)
    for (let digit = 0; digit < 10; digit++) await writeFile(locate(digit), digit === 9 ? text : '{"data":[]}')
  await expect(readEmbeddedDigits(locate)).rejects.toMatchObject({
    code: 'damaged-package',
    remedy: expect.stringContaining('install again'),
  })
})
