import { type Engine, HourglassError } from '@hourglass/core'
import { getBackend } from '@tensorflow/tfjs-core'
import { describe, expect, it, vi } from 'vitest'

import type { EngineSettings } from './engine-settings.js'
import { type EngineChoice, parseEngineChoice, selectEngine } from './select-engine.js'

const native = { name: 'node', description: 'node (made up)' } as Engine
const usable = { unusable: () => undefined, create: async () => native }
const unusable = {
  unusable: () => 'its library is missing',
  create: () => Promise.reject(new Error('not to be called')),
}

describe('auto', () => {
  it('takes node where it is usable', async () => {
    const { engine, reason } = await selectEngine('auto', usable)
    expect(engine).toBe(native)
    expect(reason).toBe('engine: node (made up): the fastest one, and usable here')
  })

  it('else takes wasm, and says why in one line', async () => {
    const { engine, reason } = await selectEngine('auto', unusable)
    expect(engine.name).toBe('wasm')
    expect(getBackend()).toBe('wasm')
    expect(reason).toMatch(/^engine: wasm \(.*\): no node, because its library is missing$/)
  })

  it('takes wasm where node looks usable and then fails', async () => {
    const create = () => Promise.reject(new HourglassError('native-unavailable', 'it does not load'))
    const { engine, reason } = await selectEngine('auto', { unusable: () => undefined, create })
    expect(engine.name).toBe('wasm')
    expect(reason).toMatch(/no node, because it does not load$/)
  })

  it('takes wasm where the native package is not there', async () => {
    const { reason } = await selectEngine('auto')
    expect(reason).toMatch(/no node, because @hourglass\/engine-node is not installed$/)
  })

  it('takes cpu where wasm does not start either', async () => {
    vi.resetModules()
    vi.doMock('./wasm-engine.js', () => ({ createWasmEngine: () => Promise.reject(new Error('no WebAssembly')) }))
    const { selectEngine } = await import('./select-engine.js')
    const { engine, reason } = await selectEngine('auto', unusable)
    expect(engine.name).toBe('cpu')
    expect(reason).toMatch(/no node, because its library is missing; no wasm, because no WebAssembly$/)
    vi.doUnmock('./wasm-engine.js')
    vi.resetModules()
  })
})

it.each(['wasm', 'cpu'] as const)('makes %s current where it is asked for', async (name) => {
  const { engine, reason } = await selectEngine(name, usable)
  expect(engine.name).toBe(name)
  expect(getBackend()).toBe(name)
  expect(reason).toMatch(/as asked for$/)
})

it('uses node where it is asked for and usable', async () => {
  expect((await selectEngine('node', usable)).engine).toBe(native)
})

it.each([
  [unusable, 'its library is missing'],
  [undefined, '@hourglass/engine-node is not installed'],
])('never puts another engine in the place of a node that was asked for', async (native, message) => {
  const failure = selectEngine('node', native)
  await expect(failure).rejects.toThrow(HourglassError)
  await expect(failure).rejects.toMatchObject({
    code: 'native-unavailable',
    message,
    remedy: expect.stringContaining('hourglass doctor --fix'),
  })
})

describe('settings', () => {
  it('reach the native engine as they are', async () => {
    const settings: EngineSettings = { compile: 'on', precision: 'fast', threads: 2, warn: () => expect.unreachable() }
    const given: EngineSettings[] = []
    const create = async (its: EngineSettings) => {
      given.push(its)
      return native
    }
    for (const choice of ['auto', 'node'] as const)
      await selectEngine(choice, { unusable: () => undefined, create }, settings)
    expect(given).toEqual([settings, settings])
  })

  it.each([
    ['auto', 'wasm'],
    ['wasm', 'wasm'],
    ['cpu', 'cpu'],
  ] as const)('%s: warns of a precision that %s does not have, and of nothing else', async (choice, name) => {
    const warnings: string[] = []
    const warn = (message: string) => void warnings.push(message)
    await selectEngine(choice, unusable, { compile: 'on', precision: 'strict', threads: 2, warn })
    expect(warnings).toEqual([])
    await selectEngine(choice, unusable, { precision: 'fast', warn })
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`precision fast has no effect.*${name}`))])
  })

  it('that the process can no longer have are told, and no other engine is taken', async () => {
    const create = () => Promise.reject(new HourglassError('native-settings-fixed', 'it has other threads'))
    const failure = selectEngine('auto', { unusable: () => undefined, create }, { threads: 2 })
    await expect(failure).rejects.toMatchObject({ code: 'native-settings-fixed' })
  })
})

describe('parseEngineChoice', () => {
  it('knows the four choices', () => {
    for (const choice of ['auto', 'node', 'wasm', 'cpu'] satisfies EngineChoice[])
      expect(parseEngineChoice(choice)).toBe(choice)
  })

  it('refuses another with the nearest name', () => {
    expect(() => parseEngineChoice('wams')).toThrow(
      expect.objectContaining({
        code: 'unknown-engine',
        message: expect.stringContaining('"wams"'),
        expected: expect.stringContaining('"wasm"'),
      }),
    )
  })

  it('refuses what only objects have', () => {
    expect(() => parseEngineChoice('toString')).toThrow(HourglassError)
    expect(() => parseEngineChoice('')).toThrow(HourglassError)
  })
})
