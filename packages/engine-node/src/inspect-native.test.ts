import { expect, test } from 'vitest'

import { answer, fakeNative, probing } from './fake-native.fixture.js'
import { inspectNative } from './inspect-native.js'
import { adviceFor } from './native-advice.js'
import type { RunCommand } from './run-command.js'

test('the states, from nothing to working', async () => {
  await using fake = await fakeNative()
  const inspect = (rest: object = {}) =>
    inspectNative({ environment: fake.environment, nativePackage: fake.native, run: probing(true), ...rest })
  expect((await inspect({ probe: true })).state).toBe('no-library')
  await fake.install()
  expect((await inspect()).state).toBe('present')
  expect(await inspect({ probe: true })).toMatchObject({ state: 'works', probe: { libraryVersion: '2.0.0' } })
  expect(await inspect({ probe: true, run: probing(false) })).toMatchObject({ state: 'broken' })
  const environment = { ...fake.environment, HOURGLASS_NATIVE: 'off' }
  const off = await inspect({ probe: true, environment })
  expect(off).toMatchObject({ state: 'off', advice: [expect.stringMatching(/HOURGLASS_NATIVE/)] })
  expect(off.probe).toBeUndefined()
})

test('without its files it looks for the tools, and loads nothing', async () => {
  await using fake = await fakeNative()
  const calls: string[][] = []
  const run: RunCommand = async (command, given) => {
    calls.push([command, ...given])
    return answer({ output: `${command} 1.0\nmore` })
  }
  const report = await inspectNative({ environment: fake.environment, nativePackage: fake.native, run, probe: true })
  expect(report.compiler).toEqual({ command: 'c++', version: 'c++ 1.0' })
  expect(report.pip?.command).toBe('python3')
  expect(report.node.version).toBe(process.version)
  expect(calls.filter(([command]) => command === process.execPath)).toEqual([])
})

test('the advice fits the machine', async () => {
  await using fake = await fakeNative()
  const options = { environment: fake.environment, nativePackage: fake.native, run: probing(true) }
  const found = await inspectNative(options)
  const on = (rest: object) => adviceFor({ ...found, ...rest }).join('\n')
  const linux = { platform: 'linux', arch: 'x64', glibc: '2.36' }
  expect(on(linux)).toMatch(/doctor --fix[^]*install g\+\+[^]*python3 with pip/)
  expect(on({ ...linux, glibc: undefined })).toMatch(/no glibc/)
  expect(on({ platform: 'darwin', arch: 'arm64' })).toMatch(/storage.googleapis.com/)
  expect(on({ ...linux, cache: { folder: '', prepared: true } })).toMatch(/need only be linked/)
  const lastTry = { outcome: 'failed', date: '2026-01-02T03:04:05Z', reason: 'no network' }
  expect(on({ ...linux, lastTry })).toMatch(/2026-01-02, failed: no network/)
  expect(on({ state: 'no-package' })).toMatch(/npm install --ignore-scripts @tensorflow\/tfjs-node/)
  const works = { state: 'works', processor: { model: '', features: [] }, threads: { available: 2 } }
  expect(on(works)).toBe('')
  expect(on({ ...works, threads: { available: 2, intraOp: '8' } })).toMatch(/TF_NUM_INTRAOP_THREADS=8/)
  expect(on({ ...works, processor: { model: '', features: ['amx_bf16'] } })).toMatch(/--precision fast/)
})
