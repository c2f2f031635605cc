import { beforeAll, expect, it } from 'vitest'

import { createCpuEngine } from '../cpu-engine.js'
import { hostRandom, keyOf } from './host-random.js'

beforeAll(async () => void (await createCpuEngine()))

it('draws the normal numbers of TensorFlow’s documentation', () => {
  // https://www.tensorflow.org/api_docs/python/tf/random/split: tf.random.stateless_normal([3], seed=split([1, 2])[0]).
  const drawn = hostRandom.normal(keyOf([1105988140, 1738052849]), [3]).dataSync()
  for (const [place, published] of [-0.59835213, -0.9578608, 0.9002807].entries())
    expect(drawn[place]).toBeCloseTo(published, 6)
})

it('stretches uniform numbers as float32 does', () => {
  // StatelessRandomUniform, seed [1, 2], measured once from TensorFlow 2.21.0; product and sum rounded to float32.
  const unit = [0.8440604209899902, 0.19204533100128174, 0.9962232112884521]
  const expected = unit.map((u) => Math.fround(Math.fround(u * Math.fround(0.7)) + Math.fround(-0.3)))
  expect([...hostRandom.uniform(keyOf([1, 2]), [3], -0.3, 0.4).dataSync()]).toEqual(expected)
})

it('makes the shape that is asked for', () => {
  const key = hostRandom.key(1)
  for (const shape of [[], [0], [1], [3, 5], [2, 3, 4]] as [number, number][])
    for (const drawn of [
      hostRandom.uniform(key, shape),
      hostRandom.normal(key, shape),
      hostRandom.bernoulli(key, shape, 0.5),
    ])
      expect([drawn.shape, drawn.dtype]).toEqual([shape, 'float32'])
})

it('gives no infinite normal number, also for a uniform number of 0', () => {
  expect(hostRandom.normal(hostRandom.key('long'), [400_001]).dataSync().every(Number.isFinite)).toBe(true)
})
