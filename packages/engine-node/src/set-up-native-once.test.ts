import { writeFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { fakeNative, probing } from './fake-native.fixture.js'
import { makeNativeUsable } from './make-native-usable.js'
import { setUpNativeOnce } from './set-up-native-once.js'

async function offlineMachine() {
  const fake = await fakeNative()
  const environment = { ...fake.environment, CDN_STORAGE: 'http://127.0.0.1:1/' }
  return { fake, options: { environment, nativePackage: fake.native } }
}

test('a failure is tried once, then only remembered, until it is asked for expressly', async () => {
  const { fake, options } = await offlineMachine()
  await using _ = fake
  const calls: string[] = []
  const run = probing(true, calls)
  expect(await setUpNativeOnce({ ...options, run })).toMatchObject({ usable: false, tried: true })
  const soFar = calls.length
  const second = await setUpNativeOnce({ ...options, run })
  expect(second).toMatchObject({ usable: false, tried: false })
  expect(second.error).toMatch(/^tried on \d{4}-\d\d-\d\d without success \(.*cannot be reached/)
  expect(calls.length).toBe(soFar)
  await makeNativeUsable({ ...options, run })
  expect(calls.length).toBeGreaterThan(soFar)
})

test('after a failure a library prepared meanwhile is linked all the same', async () => {
  const { fake, options } = await offlineMachine()
  await using _ = fake
  const run = probing(true)
  await setUpNativeOnce({ ...options, run })
  await fake.prepare()
  expect(await setUpNativeOnce({ ...options, run })).toMatchObject({ usable: true, how: 'linked', tried: false })
  expect(await setUpNativeOnce({ ...options, run })).toMatchObject({ usable: true, how: 'already', steps: [] })
})

test('what worked is not tried out again, another addon in its place is', async () => {
  const { fake, options } = await offlineMachine()
  await using _ = fake
  await fake.install()
  const calls: string[] = []
  const run = probing(true, calls)
  await setUpNativeOnce({ ...options, run })
  expect(calls).toHaveLength(1)
  await setUpNativeOnce({ ...options, run })
  expect(calls).toHaveLength(1)
  await writeFile(fake.native.addon, 'another addon')
  expect(await setUpNativeOnce({ ...options, run })).toMatchObject({ usable: true })
  expect(calls).toHaveLength(2)
})

test('a marker that cannot be read counts as none', async () => {
  const { fake, options } = await offlineMachine()
  await using _ = fake
  await setUpNativeOnce({ ...options, run: probing(true) })
  await writeFile(fake.cache.marker, '{"outcome": "fai')
  expect(await setUpNativeOnce({ ...options, run: probing(true) })).toMatchObject({ tried: true })
})
