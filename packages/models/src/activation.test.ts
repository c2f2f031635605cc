import { finiteDifferences, relativeError, testEngines } from '@hourglass/testing'
import { grad, sum, type Tensor, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { type ActivationName, ACTIVATION_NAMES, ACTIVATIONS } from './activation.js'
import { REFERENCE_ACTIVATIONS } from './dense-reference.fixture.js'

const values = (tensor: Tensor) => [...tensor.dataSync()]
// None at 0, where relu has no derivative.
const inputs = [-80, -5, -1, -0.3, -0.001, 0.001, 0.25, 1, 5, 80]

it.each(ACTIVATION_NAMES)('%s is named as it is listed', (name) => {
  expect(ACTIVATIONS[name].name).toBe(name)
})

describe.each(testEngines())('on $name', ({ create }) => {
  beforeAll(async () => void (await create()))

  describe.each(ACTIVATION_NAMES)('%s', (name: ActivationName) => {
    const { apply, derivativeFromOutput } = ACTIVATIONS[name]
    const reference = REFERENCE_ACTIVATIONS[name]
    const derivative = inputs.map(
      (a) => finiteDifferences(({ a }) => reference(a![0]!), { a: Float64Array.of(a) })['a']![0]!,
    )

    it('is the function of that name', () => {
      const found = values(apply(tensor2d([inputs])))
      expect(found).toEqual(inputs.map((a) => expect.closeTo(reference(a), 5)))
      expect(found.every(Number.isFinite)).toBe(true)
    })

    it('has its derivative, from the output and by the tape', () => {
      const a = tensor2d([inputs])
      const fromOutput = values(derivativeFromOutput(apply(a)))
      const byTape = values(grad((a) => sum(apply(a as never)))(a))
      expect(relativeError({ a: fromOutput }, { a: derivative })).toBeLessThan(1e-5)
      expect(relativeError({ a: byTape }, { a: derivative })).toBeLessThan(1e-5)
    })
  })

  it('relu has the slope 0 at 0, from the output as by the tape', () => {
    const zero = tensor2d([[0]])
    expect(values(ACTIVATIONS.relu.derivativeFromOutput(ACTIVATIONS.relu.apply(zero)))).toEqual([0])
    expect(values(grad((a) => sum(ACTIVATIONS.relu.apply(a as never)))(zero))).toEqual([0])
  })
})
