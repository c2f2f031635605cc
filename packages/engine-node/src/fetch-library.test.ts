import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { fakeNative, answer } from './fake-native.fixture.js'
import { fetchLibrary, requireSuitableMachine } from './fetch-library.js'
import { pinnedWheel, placeOfMember } from './pinned-wheel.js'
import { isPrepared } from './prepared-folder.js'
import type { RunCommand } from './run-command.js'
import { zipOf } from './zip.fixture.js'

const bytes = zipOf({
  'tensorflow/libtensorflow_cc.so.2': 'cc',
  'tensorflow/libtensorflow_framework.so.2': 'framework',
  'tensorflow/include/tensorflow/c/c_api.h': '// api',
  'tensorflow/python/other.py': 'not wanted',
})
const sha256 = createHash('sha256').update(bytes).digest('hex')
const wheel = { ...pinnedWheel, sha256, bytes: bytes.length, unpackedBytes: 100 } as unknown as typeof pinnedWheel

/** A pip that leaves these bytes where it is told to. */
function pipThatGives(content: Buffer): RunCommand {
  return async (_command, commandArguments) => {
    if (commandArguments.includes('download')) {
      await writeFile(join(commandArguments[commandArguments.indexOf('-d') + 1]!, wheel.fileName), content)
    }
    return answer({ output: 'pip 99' })
  }
}

const here = suitable() ? test : test.skip

function suitable(): boolean {
  try {
    requireSuitableMachine()
    return true
  } catch {
    return false
  }
}

here('the library and the headers are taken, the rest and the wheel are not kept', async () => {
  await using fake = await fakeNative()
  await fetchLibrary({ ...fake.work, run: pipThatGives(bytes) }, wheel)
  expect(isPrepared(fake.cache.library)).toBe(true)
  expect(await readFile(join(fake.cache.library, 'lib/libtensorflow_cc.so.2'), 'utf8')).toBe('cc')
  expect(await readFile(join(fake.cache.library, 'include/tensorflow/c/c_api.h'), 'utf8')).toBe('// api')
  expect((await readdir(fake.cache.library)).toSorted()).toEqual(['include', 'lib', 'prepared.json'])
})

here('one changed byte is refused, and nothing is left', async () => {
  await using fake = await fakeNative()
  const changed = Buffer.from(bytes)
  changed[40]! ^= 1
  const fetching = fetchLibrary({ ...fake.work, run: pipThatGives(changed) }, wheel)
  await expect(fetching).rejects.toMatchObject({ code: 'wrong-hash' })
  expect(await readdir(fake.cache.folder)).toEqual([])
})

here('what pip complains of is passed on', async () => {
  await using fake = await fakeNative()
  const output = 'WARNING: Retrying\nERROR: Could not find a version that satisfies the requirement\n'
  const run: RunCommand = async (_command, given) => answer(given.includes('download') ? { code: 1, output } : {})
  await expect(fetchLibrary({ ...fake.work, run }, wheel)).rejects.toThrow(/ERROR: Could not find a version/)
  expect(await readdir(fake.cache.folder)).toEqual([])
})

here('without python, or without pip, it is skipped with that reason', async () => {
  await using fake = await fakeNative()
  const neither: RunCommand = async () => answer({ code: null, notStarted: 'ENOENT' })
  await expect(fetchLibrary({ ...fake.work, run: neither }, wheel)).rejects.toMatchObject({
    code: 'native-skipped',
    message: expect.stringMatching(/no python3/),
  })
  const noPip: RunCommand = async (_command, given) => answer({ code: given.includes('pip') ? 1 : 0 })
  await expect(fetchLibrary({ ...fake.work, run: noPip }, wheel)).rejects.toThrow(/has no pip/)
  expect(existsSync(fake.cache.folder)).toBe(false)
})

here('a disk without the room is found before the download', async () => {
  await using fake = await fakeNative()
  const huge = { ...wheel, unpackedBytes: 1e18 } as unknown as typeof pinnedWheel
  const run: RunCommand = async (_command, given) => {
    if (given.includes('download')) throw new Error('downloaded all the same')
    return answer({})
  }
  await expect(fetchLibrary({ ...fake.work, run }, huge)).rejects.toThrow(/MB are needed/)
})

test('another system is told so', () => {
  expect(() => requireSuitableMachine({ platform: 'darwin', arch: 'arm64' })).toThrow(/darwin arm64/)
})

test('of the wheel only what is needed has a place', () => {
  expect(placeOfMember('tensorflow/libtensorflow_cc.so.2')).toBe('lib/libtensorflow_cc.so.2')
  expect(placeOfMember('tensorflow/include/tsl/platform/ctstring.h')).toBe('include/tsl/platform/ctstring.h')
  expect(placeOfMember('tensorflow/include/../../evil/c_api.h')).toBeUndefined()
  expect(placeOfMember('tensorflow/python/__init__.py')).toBeUndefined()
})
