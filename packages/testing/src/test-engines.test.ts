import { HourglassError } from '@hourglass/core'
import { nativeUnusableReason } from '@hourglass/engine-node'
import { matMul, tensor2d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { testEngines } from './test-engines.js'

const names = (setting?: string) =>
  testEngines({ ...process.env, HOURGLASS_TEST_ENGINES: setting }).map(({ name }) => name)

it('are wasm, cpu, and node where it can be used', () => {
  const expected = nativeUnusableReason() === undefined ? ['wasm', 'cpu', 'node'] : ['wasm', 'cpu']
  expect(names()).toEqual(expected)
  expect(names(' , ')).toEqual(expected)
})

it('are without node where it is switched off', () => {
  expect(testEngines({ HOURGLASS_NATIVE: 'off' }).map(({ name }) => name)).toEqual(['wasm', 'cpu'])
})

it('are the ones that the environment names, each once, usable or not', () => {
  expect(names('cpu, node,cpu')).toEqual(['cpu', 'node'])
})

it('refuses a name that is no engine', () => {
  expect(() => names('wsam')).toThrow(HourglassError)
  expect(() => names('wsam')).toThrow(expect.objectContaining({ expected: expect.stringContaining('"wasm"') }))
})

describe.each(testEngines())('$name', ({ name, create }) => {
  it('is made current by create', async () => {
    const engine = await create()
    expect(engine.name).toBe(name)
    expect([...matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).dataSync()]).toEqual([11])
  })
})
