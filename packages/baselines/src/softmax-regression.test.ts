import type { Engine } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { minimise, norm } from './lbfgs.js'
import { type LinearClassifier, softmaxRegression } from './softmax-regression.js'

interface Examples {
  readonly rows: readonly (readonly number[])[]
  readonly labels: Uint8Array
  readonly classes: number
}

/** L(W, b) and ∇L by definition, in float64. */
function reference({ rows, labels, classes }: Examples, lambda: number, at: Float64Array) {
  const features = rows[0]!.length
  const W = at.subarray(0, features * classes)
  const gradient = new Float64Array(at.length)
  let value = (lambda / 2) * W.reduce((sum, w) => sum + w * w, 0)
  W.forEach((w, place) => (gradient[place]! += lambda * w))
  for (const [n, x] of rows.entries()) {
    const theta = Array.from({ length: classes }, (_, k) =>
      x.reduce((sum, xi, i) => sum + xi * W[i * classes + k]!, at[features * classes + k]!),
    )
    const total = theta.reduce((sum, value) => sum + Math.exp(value), 0)
    value -= Math.log(Math.exp(theta[labels[n]!]!) / total) / rows.length
    for (let k = 0; k < classes; k++) {
      const excess = (Math.exp(theta[k]!) / total - (k === labels[n] ? 1 : 0)) / rows.length
      x.forEach((xi, i) => (gradient[i * classes + k]! += xi * excess))
      gradient[features * classes + k]! += excess
    }
  }
  return { value, gradient }
}

/** W, then b; frees them. */
function numbersOf(classifier: LinearClassifier): Float64Array {
  const numbers = Float64Array.from([...classifier.W.dataSync(), ...classifier.b.dataSync()])
  free(classifier)
  return numbers
}

/** Three classes that overlap, four features. */
const OVERLAPPING: Examples = {
  rows: Array.from({ length: 700 }, (_, n) => [
    Math.fround(Math.sin(2.1 * n) + (n % 3) / 2),
    Math.fround(Math.cos(3.3 * n)),
    Math.fround(Math.sin(5.7 * n) - (n % 3)),
    1,
  ]),
  labels: Uint8Array.from({ length: 700 }, (_, n) => n % 3),
  classes: 3,
}

describe.each(testEngines())('softmaxRegression on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  function regressionOf({ rows, labels, classes }: Examples) {
    // In two blocks of different sizes.
    const [first, second] = [rows.slice(0, 500), rows.slice(500)]
    const points = [first, second].filter(({ length }) => length > 0).map((block) => tensor2d(block as number[][]))
    const regression = softmaxRegression(engine, { points, labels, classes })
    const dispose = (): void => {
      regression.dispose()
      for (const block of points) block.dispose()
    }
    return { ...regression, dispose }
  }

  it('is L and ∇L as defined', () => {
    const { cost, dispose } = regressionOf(OVERLAPPING)
    const at = Float64Array.from({ length: 15 }, (_, place) => Math.sin(3 * place + 1))
    const { rows } = OVERLAPPING
    const mu = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]! / rows.length, 0))
    const centred = { ...OVERLAPPING, rows: rows.map((row) => row.map((value, i) => value - mu[i]!)) }
    for (const lambda of [0, 0.3]) {
      const [found, expected] = [cost(lambda)(at), reference(centred, lambda, at)]
      expect(found.value).toBeCloseTo(expected.value, 5)
      found.gradient.forEach((slope, place) => expect(slope).toBeCloseTo(expected.gradient[place]!, 5))
    }
    dispose()
  })

  it('is least where its gradient is 0 in float64', async () => {
    const { cost, classifier, dispose } = regressionOf(OVERLAPPING)
    const start = new Float64Array(15)
    const lambda = 0.01
    const { x, converged } = await minimise(cost(lambda), start, { tolerance: 1e-5, iterations: 500 })
    expect(converged).toBe(true)
    const atStart = norm(reference(OVERLAPPING, lambda, start).gradient)
    expect(norm(reference(OVERLAPPING, lambda, numbersOf(classifier(x))).gradient) / atStart).toBeLessThan(1e-4)
    dispose()
  })

  it('finds how often each class is among examples that are alike', async () => {
    // x is which of two groups; without a penalty p(k | group) is the fraction of class k in the group.
    const counts = [
      [30, 50, 20],
      [10, 15, 75],
    ] as const
    const members = counts.flatMap((ofGroup, group) =>
      ofGroup.flatMap((count, k) => Array.from({ length: count }, () => ({ group, k }))),
    )
    const { cost, classifier, dispose } = regressionOf({
      rows: members.map(({ group }) => [group]),
      labels: Uint8Array.from(members, ({ k }) => k),
      classes: 3,
    })
    const { x } = await minimise(cost(0), new Float64Array(6), { tolerance: 1e-6, iterations: 500 })
    const Wb = numbersOf(classifier(x))
    for (const [group, ofGroup] of counts.entries()) {
      const theta = ofGroup.map((_, k) => group * Wb[k]! + Wb[3 + k]!)
      const total = theta.reduce((sum, value) => sum + Math.exp(value), 0)
      for (const [k, count] of ofGroup.entries()) expect(Math.exp(theta[k]!) / total).toBeCloseTo(count / 100, 4)
    }
    dispose()
  })

  it('leaves no tensor behind', async () => {
    const run = (): void => {
      const { cost, classifier, dispose } = regressionOf(OVERLAPPING)
      cost(0.1)(new Float64Array(15))
      free(classifier(new Float64Array(15)))
      dispose()
    }
    expect(await leakedTensors(engine, run)).toBe(0)
  })
})
