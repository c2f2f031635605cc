import type { Engine, Optimizer, Params } from '@hourglass/core'
import { leakedTensors, relativeError, testEngines } from '@hourglass/testing'
import { mul, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { adam } from './adam.js'
import { momentum } from './momentum.js'
import { referenceRun, run } from './run-optimizer.fixture.js'
import { sgd } from './sgd.js'

type Rule = () => (w: number, g: number, t: number) => number

/** The papers' update rules as they stand, a number at a time. */
const sgdRule =
  (rate: number): Rule =>
  () =>
  (w, g) =>
    w - rate * g

const momentumRule =
  (rate: number, mu: number): Rule =>
  () => {
    let v = 0
    return (w, g) => {
      v = mu * v - rate * g
      return w + v
    }
  }

const adamRule =
  (rate: number, beta1: number, beta2: number, epsilon: number): Rule =>
  () => {
    let m = 0
    let v = 0
    return (w, g, t) => {
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * g * g
      const mHat = m / (1 - beta1 ** t)
      const vHat = v / (1 - beta2 ** t)
      return w - (rate * mHat) / (Math.sqrt(vHat) + epsilon)
    }
  }

const optimizers: [string, Optimizer, Rule, readonly string[]][] = [
  ['sgd', sgd(0.1), sgdRule(0.1), []],
  ['momentum 0.9', momentum(0.01, 0.9), momentumRule(0.01, 0.9), ['velocity']],
  ['momentum 0: sgd', momentum(0.1, 0), sgdRule(0.1), ['velocity']],
  [
    'adam, usual settings',
    adam({ learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
    adamRule(0.001, 0.9, 0.999, 1e-8),
    ['m', 'v'],
  ],
  [
    'adam, large ε',
    adam({ learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 0.1 }),
    adamRule(0.1, 0.5, 0.9, 0.1),
    ['m', 'v'],
  ],
]

describe.each(testEngines())('on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  describe.each(optimizers)('%s', (_, optimizer, rule, slotNames) => {
    it('follows its rule, in float64, over 20 steps', () => {
      expect(relativeError(run(optimizer).params, referenceRun(rule))).toBeLessThan(1e-5)
    })

    it('keeps its slots by parameter name, starting at 0', () => {
      const params = { 'encoder.0.W': tensor1d([1, 2]), 'a/b': tensor1d([3]) }
      const names = Object.keys(params).flatMap((name) => slotNames.map((slot) => `${name}/${slot}`))
      const slots = optimizer.init(params)
      expect(Object.keys(slots).toSorted()).toEqual(names.toSorted())
      for (const [name, slot] of Object.entries(slots)) {
        expect(slot.dataSync().every((value) => value === 0)).toBe(true)
        expect(slot.shape).toEqual(params[name.slice(0, name.lastIndexOf('/')) as keyof typeof params].shape)
      }
      const updated = optimizer.update(params, params, slots, { learningRate: scalar(1), step: scalar(1) })
      expect(Object.keys(updated.slots).toSorted()).toEqual(names.toSorted())
      expect(Object.keys(updated.params)).toEqual(Object.keys(params))
    })

    it('does not depend on the order of the parameters', () => {
      const [forward, backward] = [run(optimizer), run(optimizer, ['b', 'W'])]
      for (const name of Object.keys(forward.params)) expect(backward.params[name]).toEqual(forward.params[name])
      for (const name of Object.keys(forward.slots)) expect(backward.slots[name]).toEqual(forward.slots[name])
    })

    it('takes its rate from the step it is told, so that a schedule or a compiled step can change it', () => {
      const params = { w: tensor1d([1]) }
      const move = (rate: number) => {
        const at = { learningRate: scalar(rate), step: scalar(1) }
        return (
          optimizer.update(params, { w: tensor1d([2]) }, optimizer.init(params), at).params['w']!.dataSync()[0]! - 1
        )
      }
      expect(move(0.02) / move(0.01)).toBeCloseTo(2, 3)
      expect(move(0)).toBe(0)
    })

    it('stays where it is for a gradient of 0', () => {
      const params = { w: tensor1d([1, -2]) }
      const at = { learningRate: scalar(0.1), step: scalar(1) }
      const { params: after } = optimizer.update(params, { w: tensor1d([0, 0]) }, optimizer.init(params), at)
      expect([...after['w']!.dataSync()]).toEqual([1, -2])
    })

    it('keeps nothing', async () => {
      const params: Params = { W: tensor1d([1, 2]), b: tensor1d([3]) }
      const slots = optimizer.init(params)
      const at = { learningRate: scalar(0.1), step: scalar(3) }
      expect(await leakedTensors(engine, () => tidy(() => optimizer.update(params, params, slots, at).params))).toBe(0)
      expect(await leakedTensors(engine, () => optimizer.init(params))).toBe(0)
    })
  })

  it.each(optimizers)('%s finds the minimum of a quadratic', (_, optimizer) => {
    // f(w) = ½ Σ a_i w_i², curvatures 1 and 4.
    const curvature = tensor1d([1, 4])
    let params: Params = { w: tensor1d([1, -1]) }
    let slots = optimizer.init(params)
    for (let t = 1; t <= 300; t++) {
      const at = { learningRate: scalar(0.05), step: scalar(t) }
      const gradients = { w: mul(params['w']!, curvature) }
      ;({ params, slots } = tidy(() => optimizer.update(params, gradients, slots, at) as never))
    }
    expect([...params['w']!.dataSync()].every((w) => Math.abs(w) < 0.02)).toBe(true)
  })
})
