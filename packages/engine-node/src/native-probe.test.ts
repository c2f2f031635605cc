import { expect, test } from 'vitest'

import { answer, fakeNative } from './fake-native.fixture.js'
import { findNativePackage, nativeUsable } from './native-package.js'
import { probeNative } from './native-probe.js'

test.skipIf(!nativeUsable())('the installed library multiplies and draws', async () => {
  const probe = await probeNative(findNativePackage()!)
  expect(probe).toMatchObject({ works: true, libraryVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) })
})

test('a package without its native part does not work, with what was thrown', async () => {
  await using fake = await fakeNative()
  const probe = await probeNative(fake.native)
  expect(probe.works).toBe(false)
  expect(probe.reason).toMatch(/Cannot find module/)
})

test('a library that answers wrongly does not work', async () => {
  await using fake = await fakeNative()
  await fake.write(
    'tfjs-node/index.js',
    `const tensor = () => ({}); module.exports = {
      tensor2d: tensor, matMul: () => ({ dataSync: () => [58, 64, 139, 155] }), backend: () => ({ binding: {} }) }`,
  )
  const probe = await probeNative(fake.native)
  expect(probe.reason).toBe('Error: a matrix product gave 58,64,139,155, not 58,64,139,154')
})

test('a crash is put in words', async () => {
  await using fake = await fakeNative()
  const probe = await probeNative(fake.native, { run: async () => answer({ code: null, signal: 'SIGILL' }) })
  expect(probe).toEqual({ works: false, reason: expect.stringMatching(/instructions that this processor lacks/) })
})

test('one that hangs does not work; an interrupt is passed on', async () => {
  await using fake = await fakeNative()
  await fake.write('tfjs-node/index.js', 'while (true);')
  const probe = await probeNative(fake.native, { timeLimitMs: 300 })
  expect(probe).toEqual({ works: false, reason: expect.stringMatching(/in time/) })
  await expect(probeNative(fake.native, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'interrupted' })
})
