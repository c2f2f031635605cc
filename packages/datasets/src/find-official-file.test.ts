import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { findOfficialFile } from './find-official-file.js'

const file = { name: 'train-labels-idx1-ubyte', dimensions: [4], sha256: '' }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rm(folder, { recursive: true }))

test.each([
  'train-labels-idx1-ubyte',
  'train-labels-idx1-ubyte.gz',
  'train-labels.idx1-ubyte',
  'train-labels.idx1-ubyte.gz',
])('finds %s', async (name) => {
  await writeFile(join(folder, name), 'abc')
  const found = await findOfficialFile(file, [join(folder, 'not there'), folder])
  expect(found).toEqual({ path: join(folder, name), bytes: Buffer.from('abc') })
})

test('the first folder that has it wins', async () => {
  await mkdir(join(folder, 'second'))
  await writeFile(join(folder, `${file.name}.gz`), 'first')
  await writeFile(join(folder, 'second', file.name), 'second')
  expect((await findOfficialFile(file, [folder, join(folder, 'second')]))?.bytes.toString()).toBe('first')
})

test('is undefined where there is none, also where a folder is a file', async () => {
  await writeFile(join(folder, 'file'), '')
  expect(await findOfficialFile(file, [folder, join(folder, 'file'), join(folder, 'nothing')])).toBeUndefined()
})

test('what is there and cannot be read is an error, not an absence', async () => {
  const path = join(folder, file.name)
  await mkdir(path)
  await expect(findOfficialFile(file, [folder])).rejects.toMatchObject({
    code: 'unreadable-file',
    place: { source: path },
    message: expect.stringContaining('cannot be read'),
  })
  await rm(path, { recursive: true })
  await symlink(path, path)
  await expect(findOfficialFile(file, [folder])).rejects.toMatchObject({ code: 'unreadable-file' })
})

test('what is far too large is not read at all', async () => {
  const path = join(folder, file.name)
  await writeFile(path, '')
  // A sparse file: larger than Node could read into one buffer.
  await truncate(path, 2 ** 33)
  await expect(findOfficialFile(file, [folder])).rejects.toMatchObject({
    code: 'wrong-content',
    message: 'the file is too large: 8,589,934,592 bytes',
  })
})
