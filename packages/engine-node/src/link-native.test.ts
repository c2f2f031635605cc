import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { fakeNative } from './fake-native.fixture.js'
import { linkNative, unlinkNative } from './link-native.js'
import { nativeUsable } from './native-package.js'

test('a prepared library is linked, over whatever was there, and taken out again', async () => {
  await using fake = await fakeNative()
  await fake.install()
  await fake.prepare()
  const usable = () => nativeUsable(fake.environment, fake.native)
  for (let again = 0; again < 2; again++) await linkNative(fake.native, fake.cache)
  expect(usable()).toBe(true)
  const library = join(fake.native.folder, 'deps/lib')
  expect(await readFile(join(library, 'libtensorflow_cc.so.2'), 'utf8')).toBe('cc')
  // The name that tfjs-node's own script looks for.
  expect(await readFile(join(library, 'libtensorflow.so.2.9.1'), 'utf8')).toBe('cc')
  expect(await readFile(join(library, 'libtensorflow_framework.so'), 'utf8')).toBe('framework')
  await unlinkNative(fake.native)
  expect(usable()).toBe(false)
  // The cache is shared by every clone: taking links out must not touch it.
  expect(existsSync(join(fake.cache.library, 'lib/libtensorflow_cc.so.2'))).toBe(true)
  expect(existsSync(join(fake.cache.addon, 'tfjs_binding.node'))).toBe(true)
})
