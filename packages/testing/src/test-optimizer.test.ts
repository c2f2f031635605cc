import { definePlugin, OPTIMIZER, type Optimizer } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { add, mul, scalar, sub, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { expectRule, quadraticAfter, type ScalarRule } from './optimizer-checks.js'
import { testOptimizer } from './test-optimizer.js'

/** v ← μv + g, w ← w − ηv. */
const heavyBall = (mu: number): Optimizer => ({
  learningRate: 0.01,
  init: (params) => Object.fromEntries(Object.entries(params).map(([name, w]) => [`${name}/v`, zerosLike(w)])),
  update(params, gradients, slots, at) {
    const v = Object.entries(slots).map(([slot, v]) => [slot, add(mul(mu, v), gradients[slot.slice(0, -2)]!)] as const)
    const next: Record<string, Tensor> = Object.fromEntries(v)
    const moved = Object.entries(params).map(
      ([name, w]) => [name, sub(w, mul(at.learningRate, next[`${name}/v`]!))] as const,
    )
    return { params: Object.fromEntries(moved), slots: next }
  },
})

const heavyBallRule = (mu: number) => (): ScalarRule => {
  let v = 0
  return (w, g, _, eta) => w - eta * (v = mu * v + g)
}

const plugin = definePlugin({
  name: 'heavy-ball',
  apiVersion: 1,
  register: (registry) =>
    registry.add(OPTIMIZER, 'heavy-ball', {
      summary: 'v ← μv + g, w ← w − ηv',
      options: z.strictObject({ mu: z.number().min(0).lt(1).default(0.9) }),
      create: ({ mu }) => heavyBall(mu),
    }),
})

testOptimizer(plugin, 'heavy-ball', [
  { rule: heavyBallRule(0.9) },
  { options: { mu: 0, clipNorm: 1 }, rule: () => (w, g, _, eta) => w - eta * g },
])

describe('testOptimizer finds', () => {
  beforeAll(createCpuEngine)
  const check = (wrong: Optimizer) => () => tidy(() => expectRule(wrong, heavyBallRule(0.9)))

  it('nothing in the right one', () => expect(check(heavyBall(0.9))).not.toThrow())

  it('a constant that is wrong by a hundredth', () => expect(check(heavyBall(0.91))).toThrow(/by its rule by/))

  it('a learning rate that is frozen', () => {
    const right = heavyBall(0.9)
    const frozen: Optimizer = {
      ...right,
      update: (params, gradients, slots, at) => {
        const learningRate = scalar(right.learningRate)
        return right.update(params, gradients, slots, { ...at, learningRate })
      },
    }
    expect(check(frozen)).toThrow(/by its rule by/)
  })

  it('gradients taken by place instead of by name', () => {
    const right = heavyBall(0.9)
    const byPlace: Optimizer = {
      ...right,
      update(params, gradients, slots, at) {
        const values = Object.values(gradients)
        const paired = Object.keys(params).map((name, place) => [name, values[place]!] as const)
        return right.update(params, Object.fromEntries(paired), slots, at)
      },
    }
    // Another parameter's gradient has another shape.
    expect(check(byPlace)).toThrow()
  })

  it('one that climbs', async () => {
    const engine = await createCpuEngine()
    const right = heavyBall(0.9)
    const climbing: Optimizer = {
      ...right,
      update: (params, gradients, slots, at) =>
        right.update(params, gradients, slots, { ...at, learningRate: mul(at.learningRate, -1) }),
    }
    tidy(() => {
      expect(quadraticAfter(engine, right, 0.1)).toBeLessThan(1e-3)
      expect(quadraticAfter(engine, climbing, 0.01)).not.toBeLessThan(2.5)
    })
  })
})
