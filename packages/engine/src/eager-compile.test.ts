import { add, memory, mul, type Scalar, scalar, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { createCpuEngine } from './cpu-engine.js'
import { eagerCompile } from './eager-compile.js'
import { createWasmEngine } from './wasm-engine.js'

describe.each([
  ['cpu', createCpuEngine],
  ['wasm', createWasmEngine],
])('eagerCompile on %s', (_, create) => {
  beforeAll(async () => void (await create()))

  it('gives what the step gives, nested, and frees everything else', () => {
    const inputs = { batch: { x: tensor1d([1, 2, 3]) }, rate: scalar(10) }
    const step = eagerCompile(({ batch, rate }: typeof inputs) => {
      const scaled: Tensor = mul(batch.x, rate)
      return { total: sum(scaled) as Scalar, inside: { shifted: add(add(scaled, 1), 1) } }
    })
    const before = memory().numTensors
    const { total, inside } = step(inputs)
    expect([...total.dataSync()]).toEqual([60])
    expect([...inside.shifted.dataSync()]).toEqual([12, 22, 32])
    expect(memory().numTensors).toBe(before + 2)
    expect(inputs.batch.x.isDisposed).toBe(false)
  })

  it('frees what a step that throws has made', () => {
    const x = scalar(1)
    const before = memory().numTensors
    const step = eagerCompile(({ x }: { x: Scalar }) => {
      mul(x, 2)
      throw new Error('stopped')
    })
    expect(() => step({ x })).toThrow('stopped')
    expect(memory().numTensors).toBe(before)
  })
})
