import { existsSync } from 'node:fs'
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { fakeNative } from './fake-native.fixture.js'
import { isPrepared, prepareFolder } from './prepared-folder.js'

test('a folder is there only when it is complete', async () => {
  await using fake = await fakeNative()
  const folder = join(fake.root, 'prepared')
  await prepareFolder(folder, async (temporary) => {
    await mkdir(join(temporary, 'lib'))
    await writeFile(join(temporary, 'lib/a.so'), '12345')
    expect(existsSync(folder)).toBe(false)
  })
  expect(isPrepared(folder)).toBe(true)
  await truncate(join(folder, 'lib/a.so'), 3)
  expect(isPrepared(folder)).toBe(false)
})

test('what fails half-way leaves nothing', async () => {
  await using fake = await fakeNative()
  const parent = join(fake.root, 'cache')
  const filling = prepareFolder(join(parent, 'prepared'), async (temporary) => {
    await writeFile(join(temporary, 'a'), 'half')
    throw new Error('disk full')
  })
  await expect(filling).rejects.toThrow('disk full')
  expect(await readdir(parent)).toEqual([])
})

test('what a killed process left is cleared away by the next', async () => {
  await using fake = await fakeNative()
  await fake.write('cache/prepared.partial-killed/big', 'half')
  await prepareFolder(join(fake.root, 'cache/prepared'), async () => {})
  expect(await readdir(join(fake.root, 'cache'))).toEqual(['prepared'])
})

test('a folder with files but no list of them is not prepared', async () => {
  await using fake = await fakeNative()
  await fake.write('cache/prepared/a.so', 'whole?')
  expect(isPrepared(join(fake.root, 'cache/prepared'))).toBe(false)
})
