import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { fakeNative, probing } from './fake-native.fixture.js'
import { makeNativeUsable } from './make-native-usable.js'
import { readMarker } from './native-marker.js'
import { nativeUsable } from './native-package.js'
import { type RunCommand, runCommand } from './run-command.js'

/** A download site that refuses at once: nothing here may reach the network. */
const offline = { CDN_STORAGE: 'http://127.0.0.1:1/' }

test('what is there and works is left as it is', async () => {
  await using fake = await fakeNative()
  await fake.install()
  const options = { environment: fake.environment, nativePackage: fake.native, run: probing(true) }
  expect(await makeNativeUsable(options)).toMatchObject({ usable: true, how: 'already' })
  expect(readMarker(fake.cache)?.outcome).toBe('usable')
})

test('HOURGLASS_NATIVE=off tries nothing', async () => {
  await using fake = await fakeNative()
  const calls: string[] = []
  const environment = { ...fake.environment, HOURGLASS_NATIVE: 'off' }
  const result = await makeNativeUsable({ environment, nativePackage: fake.native, run: probing(true, calls) })
  expect(result).toEqual({ usable: false, steps: [], error: expect.stringMatching(/HOURGLASS_NATIVE=off/) })
  expect(calls).toEqual([])
  expect(existsSync(fake.cache.folder)).toBe(false)
})

test('on a prepared machine a fresh package is linked, without any other command', async () => {
  await using fake = await fakeNative()
  await fake.prepare()
  const calls: string[] = []
  const run = probing(true, calls)
  const result = await makeNativeUsable({ environment: fake.environment, nativePackage: fake.native, run })
  expect(result).toMatchObject({ usable: true, how: 'linked' })
  expect(calls).toEqual([process.execPath])
  expect(nativeUsable(fake.environment, fake.native)).toBe(true)
})

test('a prepared library that crashes is not left looking usable, and the reasons are told', async () => {
  await using fake = await fakeNative()
  await fake.prepare()
  const environment = { ...fake.environment, ...offline }
  const result = await makeNativeUsable({ environment, nativePackage: fake.native, run: probing(false) })
  expect(result.usable).toBe(false)
  expect(result.steps.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['already', 'skipped'],
    ['linked', 'failed'],
    ['own-install', 'skipped'],
    ['wheel', 'skipped'],
  ])
  expect(result.steps[1]!.message).toMatch(/SIGILL/)
  expect(result.error).toMatch(/own-install: .*cannot be reached.*; wheel: /)
  expect(nativeUsable(fake.environment, fake.native)).toBe(false)
  expect(readMarker(fake.cache)).toMatchObject({ outcome: 'failed', reason: result.error })
  expect(existsSync(fake.cache.lock)).toBe(false)
})

test('the time limit ends a slow command, and says so', async () => {
  await using fake = await fakeNative()
  await fake.install()
  await fake.write('tfjs-node/index.js', 'setInterval(() => {}, 1000)')
  const options = { environment: { ...fake.environment, ...offline }, nativePackage: fake.native, timeLimitMs: 400 }
  const result = await makeNativeUsable({ ...options, run: runCommand })
  expect(result.usable).toBe(false)
  expect(result.error).toMatch(/time limit/)
})

test('an interrupt is no failure: nothing is recorded', async () => {
  await using fake = await fakeNative()
  await fake.install()
  const user = new AbortController()
  const run: RunCommand = (command, given, options) => {
    user.abort()
    return runCommand(command, given, options)
  }
  const options = { environment: fake.environment, nativePackage: fake.native, signal: user.signal, run }
  expect(await makeNativeUsable(options)).toMatchObject({ usable: false, interrupted: true, error: 'interrupted' })
  expect(readMarker(fake.cache)).toBeUndefined()
  expect(existsSync(join(fake.native.folder, 'deps'))).toBe(true)
})

test('a cache folder that cannot be made is a failure with a reason', async () => {
  await using fake = await fakeNative()
  const environment = { ...fake.environment, HOURGLASS_CACHE: await fake.write('file', 'no folder') }
  const result = await makeNativeUsable({ environment, nativePackage: fake.native, run: probing(true) })
  expect(result).toMatchObject({ usable: false, error: expect.stringMatching(/ENOTDIR|EEXIST/) })
})
