import { HourglassError } from '@hourglass/core'
import { getBackend, matMul, scalar, type Tensor, tensor2d } from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { nativeUnusableReason } from './load-tfjs-node.js'
import { createNodeEngine } from './node-engine.js'

describe('createNodeEngine', () => {
  afterEach(() => void vi.unstubAllEnvs())

  it('refuses where the native engine is switched off, with a remedy', async () => {
    vi.stubEnv('HOURGLASS_NATIVE', 'off')
    const failure = createNodeEngine()
    await expect(failure).rejects.toThrow(HourglassError)
    await expect(failure).rejects.toMatchObject({
      code: 'native-unavailable',
      message: expect.stringContaining('HOURGLASS_NATIVE'),
      remedy: expect.stringContaining('hourglass doctor --fix'),
    })
  })

  describe.skipIf(nativeUnusableReason() !== undefined)('where its library is installed', () => {
    it('is TensorFlow, current, and says with how many threads', async () => {
      const engine = await createNodeEngine({ threads: 1 })
      expect(getBackend()).toBe('tensorflow')
      expect(engine.description).toMatch(/^node \(TensorFlow \d+\.\d+\.\d+, 1 (of \d+ threads|thread)\)$/)
      expect(engine.facts).toMatchObject({
        tensorflow: expect.stringMatching(/^2\./),
        precision: 'strict',
        compile: 'on',
      })
      expect(engine.machine).toMatchObject({ threads: 1, cores: expect.any(Number) })
      expect((await createNodeEngine({ compile: 'off' })).facts).toMatchObject({ compile: 'off' })
    })

    it('keeps what the library was loaded with, and refuses other settings', async () => {
      await createNodeEngine({ threads: 1, precision: 'strict' })
      expect((await createNodeEngine()).machine).toMatchObject({ threads: 1 })
      const other = { code: 'native-settings-fixed', remedy: 'another process for other settings' }
      await expect(createNodeEngine({ threads: 2 })).rejects.toMatchObject(other)
      await expect(createNodeEngine({ precision: 'fast' })).rejects.toMatchObject(other)
    })

    it('compiles steps; one that cannot be is a warning with `auto`, an error with `on`', async () => {
      const reading = ({ x }: { x: Tensor }) => ({ y: scalar(2 * x.dataSync()[0]!) })
      const warnings: string[] = []
      const auto = await createNodeEngine({ warn: (message) => warnings.push(message) })
      expect(
        auto
          .compile(reading)({ x: scalar(4) })
          .y.dataSync()[0],
      ).toBe(8)
      expect(warnings).toEqual([expect.stringMatching(/reads a value to the host at .*node-engine\.test\.ts:\d+/)])
      const on = await createNodeEngine({ compile: 'on' })
      expect(() => on.compile(reading)({ x: scalar(4) })).toThrow(expect.objectContaining({ code: 'not-compilable' }))
      const off = await createNodeEngine({ compile: 'off' })
      expect(
        off
          .compile(reading)({ x: scalar(4) })
          .y.dataSync()[0],
      ).toBe(8)
    })

    it('counts the library’s own tensors', async () => {
      const engine = await createNodeEngine()
      const x = tensor2d([[1, 2]])
      const before = engine.tensorCount()
      const product = matMul(x, x, false, true)
      expect([...product.dataSync()]).toEqual([5])
      // The operand, uploaded at its first use, and the product.
      expect(engine.tensorCount()).toBe(before + 2)
      product.dispose()
      x.dispose()
      expect(engine.tensorCount()).toBe(before)
    })
  })
})
