import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { buildAddon } from './build-addon.js'
import { answer, fakeNative } from './fake-native.fixture.js'
import { isPrepared } from './prepared-folder.js'
import type { RunCommand } from './run-command.js'

test('what the compiler objects to is passed on, and nothing is left', async () => {
  await using fake = await fakeNative()
  const output = "In file included from x.cc:1:\nx.h:3:10: fatal error: 'c_api.h' file not found\n1 error generated.\n"
  const run: RunCommand = async (_command, given) => answer(given[0] === '--version' ? {} : { code: 1, output })
  await expect(buildAddon({ ...fake.work, run })).rejects.toThrow(/fatal error: 'c_api.h' file not found/)
  expect(await readdir(fake.cache.folder)).toEqual([])
})

test('no compiler is a reason to skip, with what to install', async () => {
  await using fake = await fakeNative()
  const run: RunCommand = async () => answer({ code: null, notStarted: 'ENOENT' })
  const building = buildAddon({ ...fake.work, run })
  await expect(building).rejects.toMatchObject({ code: 'native-skipped', remedy: expect.stringMatching(/g\+\+/) })
  expect(existsSync(fake.cache.addon)).toBe(false)
})

test('CXX is asked first', async () => {
  await using fake = await fakeNative()
  const used = new Set<string>()
  const run: RunCommand = async (command, given) => {
    used.add(command)
    if (given.includes('-o')) await writeFile(given[given.indexOf('-o') + 1]!, 'object')
    return answer({})
  }
  await buildAddon({ ...fake.work, environment: { ...fake.environment, CXX: 'my-c++' }, run })
  expect([...used]).toEqual(['my-c++'])
  expect(isPrepared(fake.cache.addon)).toBe(true)
})
