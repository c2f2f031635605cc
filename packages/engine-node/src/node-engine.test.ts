import { HourglassError } from '@hourglass/core'
import { getBackend, matMul, tensor2d } from '@tensorflow/tfjs-core'
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
      vi.stubEnv('TF_NUM_INTRAOP_THREADS', '1')
      const engine = await createNodeEngine()
      expect(getBackend()).toBe('tensorflow')
      expect(engine.description).toMatch(/^node \(TensorFlow \d+\.\d+\.\d+, 1 thread\)$/)
      expect(engine.facts).toMatchObject({ threads: 1, tensorflow: expect.stringMatching(/^2\./) })
      vi.stubEnv('TF_NUM_INTRAOP_THREADS', '3')
      expect((await createNodeEngine()).description).toMatch(/, 3 threads\)$/)
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
