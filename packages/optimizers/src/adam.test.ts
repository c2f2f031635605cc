import { testEngines } from '@hourglass/testing'
import { scalar, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { adam } from './adam.js'

describe.each(testEngines())('adam on $name', ({ create }) => {
  beforeAll(async () => void (await create()))
  const optimizer = adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })

  it('moves by −η·sign(g) in its first step, whatever the size of g', () => {
    const gradient = [1e-4, -1e-4, 1, -1, 1e4, -1e4]
    const params = { w: tensor1d(gradient.map(() => 0)) }
    const at = { learningRate: scalar(0.01), step: scalar(1) }
    const { params: after } = optimizer.update(params, { w: tensor1d(gradient) }, optimizer.init(params), at)
    for (const [place, moved] of after['w']!.dataSync().entries())
      expect(moved / (-0.01 * Math.sign(gradient[place]!))).toBeCloseTo(1, 3)
  })

  it('moves by at most about η in every step of a steady gradient', () => {
    let params = { w: tensor1d([0]) as never }
    let slots = optimizer.init(params)
    for (let t = 1; t <= 100; t++) {
      const at = { learningRate: scalar(0.01), step: scalar(t) }
      ;({ params, slots } = optimizer.update(params, { w: tensor1d([5]) }, slots, at) as never)
    }
    // m̂ = g and v̂ = g² for a constant gradient: exactly η a step.
    expect((params.w as ReturnType<typeof tensor1d>).dataSync()[0]).toBeCloseTo(-1, 3)
  })

  it('stays finite late in training, where the bias corrections are 1', () => {
    const params = { w: tensor1d([1]) }
    const at = { learningRate: scalar(0.01), step: scalar(1e6) }
    const { params: after } = optimizer.update(params, { w: tensor1d([1e-20]) }, optimizer.init(params), at)
    expect(after['w']!.dataSync()[0]).toBeCloseTo(1, 2)
  })
})
