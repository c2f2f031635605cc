import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { fakeNative } from './fake-native.fixture.js'
import { addonNapiVersion, nativeUsable } from './native-package.js'

describe('the folder that node-pre-gyp looks into', () => {
  // node-pre-gyp's own rule: the highest of the package's napi_versions that the running Node has.
  test.each([
    ['Node 20', 9, 8],
    ['Node 22 and 24', 10, 8],
    ['Node 10', 4, 4],
  ])('on %s', (_node, napi, folder) => {
    expect(addonNapiVersion([3, 4, 5, 6, 7, 8], napi)).toBe(folder)
  })
})

describe('whether the native engine looks usable', () => {
  test('needs addon and library, and follows links', async () => {
    await using fake = await fakeNative()
    const usable = () => nativeUsable(fake.environment, fake.native)
    expect(usable()).toBe(false)
    await fake.install()
    expect(usable()).toBe(true)
    const target = await fake.write('elsewhere/addon', 'addon')
    await rm(fake.native.addon)
    await symlink(target, fake.native.addon)
    expect(usable()).toBe(true)
    await rm(target)
    expect(usable()).toBe(false)
  })

  test('is no without the library, and under HOURGLASS_NATIVE=off', async () => {
    await using fake = await fakeNative()
    await fake.install()
    expect(nativeUsable({ ...fake.environment, HOURGLASS_NATIVE: 'off' }, fake.native)).toBe(false)
    await rm(join(fake.native.folder, 'deps'), { recursive: true })
    expect(nativeUsable(fake.environment, fake.native)).toBe(false)
  })
})
