import type { Engine, Random } from '@hourglass/core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { testEngines } from './test-engines.js'

// Held against numbers from outside, so that every engine agrees with every other, wherever each is tested: computed once
// by a Python program of its own, written from the papers (Philox4x32-10, FNV-1a, Box–Muller, Fisher–Yates) and
// TensorFlow's key schedule, and checked itself against Random123's known answers and TensorFlow's documentation.
const KEY_0 = [-409271666, -1596301687]
const KEY_MINUS_5 = [-1703255655, 576666176]
const KEY_FOLDED = [-1845476372, 1207416327]
const UNIFORM = [0.5516611337661743, 0.3828623294830322, 0.9545254707336426, 0.7929044961929321, 0.7115519046783447]
const BERNOULLI = [0, 1, 0, 0, 0, 0, 0, 1, 0]
const NORMAL = [0.7322212560788539, -0.80839015999628, -0.2940744176549607, 0.08125355027797859, -0.23849756158531]
const PERMUTATION = [2, 4, 1, 6, 0, 7, 3, 5]

describe.each(testEngines())('random numbers on $name', ({ create }) => {
  let engine: Engine
  let random: Random
  beforeAll(async () => {
    engine = await create()
    random = engine.random
  })
  const values = (tensor: Tensor) => [...tensor.dataSync()]

  const fixedKey = () => random.fold(random.key(1), 'across engines')

  it('have the keys', () => {
    expect(values(random.key(0))).toEqual(KEY_0)
    expect(values(random.key(-5))).toEqual(KEY_MINUS_5)
    expect(values(fixedKey())).toEqual(KEY_FOLDED)
  })

  it('have the numbers', () => {
    expect(values(random.uniform(fixedKey(), [5]))).toEqual(UNIFORM)
    expect(values(random.bernoulli(fixedKey(), [9], 0.5))).toEqual(BERNOULLI)
    for (const [place, value] of values(random.normal(fixedKey(), [5])).entries())
      expect(value).toBeCloseTo(NORMAL[place]!, 5)
    expect([...random.permutation(fixedKey(), 8)]).toEqual(PERMUTATION)
  })
})
