import type { Random } from '@hourglass/core'
import { hostRandom, keyOf } from '@hourglass/engine'
import { backend, grad, mul, scalar, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from './load-tfjs-node.js'
import { createNodeEngine } from './node-engine.js'
import type { TensorFlowBackend } from './tensorflow-backend.js'

const values = (tensor: Tensor) => [...tensor.dataSync()]

describe.skipIf(nativeUnusableReason() !== undefined)('nodeRandom', () => {
  let random: Random
  beforeAll(async () => void ({ random } = await createNodeEngine()))

  const seeds = [0, 1, -1, 42, -123456789, 2 ** 31 - 1, -(2 ** 31), 2 ** 40 + 3, 'seed', '', 'Größe']
  const shapes: [number, ...number[]][] = [[1], [2], [3], [5], [7, 3], [1, 1], [2, 3, 5], [127, 9], [1001], [0], [0, 4]]

  it.each(seeds)('draws the bits of the host’s random numbers for seed %s', (seed) => {
    const key = random.key(seed)
    expect(values(key)).toEqual(values(hostRandom.key(seed)))
    for (const shape of [...shapes, [] as never]) {
      const drawn = random.uniform(key, shape)
      expect(drawn.shape).toEqual(shape)
      expect(values(drawn)).toEqual(values(hostRandom.uniform(key, shape)))
      expect(values(random.uniform(key, shape, -0.3, 0.7))).toEqual(values(hostRandom.uniform(key, shape, -0.3, 0.7)))
      for (const probability of [0, 0.1, 0.3, 0.75, 1])
        expect(values(random.bernoulli(key, shape, probability))).toEqual(
          values(hostRandom.bernoulli(key, shape, probability)),
        )
    }
    expect(random.permutation(key, 1001)).toEqual(hostRandom.permutation(key, 1001))
  })

  it('compares with a probability in float32, like the host', () => {
    // Just above a number that is drawn: in float64 that number lies below, in float32 it does not.
    const key = random.key(5)
    const drawn = random.uniform(key, [50]).dataSync()
    for (const place of drawn.keys()) {
      const probability = drawn[place]! + 1e-12
      const bits = values(random.bernoulli(key, [50], probability))
      expect(bits).toEqual(values(hostRandom.bernoulli(key, [50], probability)))
      expect(bits[place]).toBe(0)
    }
  })

  it.each(seeds)('draws the normal numbers of the host’s for seed %s, to rounding', (seed) => {
    const key = random.key(seed)
    for (const shape of [...shapes, [] as never]) {
      const [mean, deviation] = [-2, 3]
      const [native, host] = [random.normal(key, shape), hostRandom.normal(key, shape)].map(values)
      const [stretched, hostStretched] = [
        random.normal(key, shape, mean, deviation),
        hostRandom.normal(key, shape, mean, deviation),
      ].map(values)
      native!.forEach((value, place) => {
        expect(Math.abs(value - host![place]!)).toBeLessThan(2e-6 * Math.max(1, Math.abs(value)))
        expect(Math.abs(stretched![place]! - hostStretched![place]!)).toBeLessThan(1e-5)
      })
    }
  })

  it('folds like the host: text, whole numbers of any size and sign, scalars, paths', () => {
    const paths: (string | number)[][] = [[], ['noise'], ['noise', 0], ['noise', 17, 'x'], [-1], [-(2 ** 31)]]
    paths.push([2 ** 31 - 1], [2 ** 31], [2 ** 33 + 5], [-(2 ** 33) - 5], [''], ['Ünïcode 🕰'], [1, -1, 1])
    for (const seed of seeds)
      for (const path of paths) {
        const key = random.key(seed)
        expect(values(random.fold(key, ...path))).toEqual(values(hostRandom.fold(key, ...path)))
        if (path.some((label) => typeof label === 'string' || Math.abs(label) >= 2 ** 31)) continue
        const scalars = path.map((label) => scalar(label as number, 'int32'))
        expect(values(random.fold(key, ...scalars))).toEqual(values(hostRandom.fold(key, ...path)))
        expect(values(hostRandom.fold(key, ...scalars))).toEqual(values(hostRandom.fold(key, ...path)))
      }
  })

  it('draws by TensorFlow’s own operations', () => {
    // https://www.tensorflow.org/api_docs/python/tf/random/split, the example.
    const published = [-0.59835213, -0.9578608, 0.9002807]
    const drawn = values(random.normal(keyOf([1105988140, 1738052849]), [3]))
    for (const [place, value] of drawn.entries()) expect(value).toBeCloseTo(published[place]!, 6)
  })

  it('uses the words that TensorFlow draws for keys as for seeds', () => {
    const { binding, executeSingleOutput } = backend() as unknown as TensorFlowBackend
    const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value })
    const { TF_INT32 } = binding
    const full = executeSingleOutput.call(
      backend(),
      'StatelessRandomUniformFullInt',
      [type('dtype', TF_INT32), type('T', TF_INT32), type('Tseed', TF_INT32)],
      [tensor1d([6], 'int32'), tensor1d([1, 2], 'int32')],
    )
    expect(values(full)).toEqual([1105988140, 1738052849, -335576002, 370444179, 10670227, -246211131])
  })

  it('counts as constant in a gradient', () => {
    const key = random.key(3)
    const drawn = values(random.uniform(key, [4]))
    const gradient = grad((x: Tensor) => sum(mul(x, random.uniform(key, [4]))))(tensor1d([1, 2, 3, 4]))
    expect(values(gradient)).toEqual(drawn)
  })
})
