import type { Engine, Params } from '@hourglass/core'
import { numbersOf, relativeError, rowsOf, testEngines } from '@hourglass/testing'
import { mul, sub, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { binaryVisible } from './binary-visible.js'
import { binaryReference, gaussianReference } from './rbm-reference.fixture.js'
import { restrictedBoltzmannMachine } from './rbm.js'

describe('the expectation of CD-k', () => {
  const params = {
    'encoder.0.W': Float64Array.of(0.5, -1, 0.25, 0.75, 1, -0.5),
    'encoder.0.b': Float64Array.of(-0.5, 0.25),
    'decoder.0.b': Float64Array.of(0.5, -1, 0.25),
  }
  const bits = [Float64Array.of(1, 0, 1), Float64Array.of(0, 0, 1)]

  it('of bits becomes the gradient of −log p(x) as k grows', () => {
    const reference = binaryReference(3, 2)
    const exact = reference.nllGradient(params, bits)
    const errors = [1, 2, 4, 8, 16].map((k) => relativeError(reference.expectedDivergence(params, bits, k), exact))
    expect(errors[0]).toBeGreaterThan(0.01)
    expect(errors).toEqual(errors.toSorted((a, b) => b - a))
    expect(errors.at(-1)).toBeLessThan(1e-6)
  })

  it('of real values becomes the gradient of −log p(x) as k grows', () => {
    const reference = gaussianReference(2, 0.8, 7, 40)
    const real = {
      'encoder.0.W': Float64Array.of(0.5, -1, 0.25, 0.75),
      'encoder.0.b': Float64Array.of(-0.5, 0.25),
      'decoder.0.b': Float64Array.of(0.5, -0.5),
    }
    const rows = [Float64Array.of(0.3, 1), Float64Array.of(-0.5, 0.5)]
    const exact = reference.nllGradient(real, rows)
    expect(relativeError(reference.expectedDivergence(real, rows, 1), exact)).toBeGreaterThan(0.01)
    expect(relativeError(reference.expectedDivergence(real, rows, 20), exact)).toBeLessThan(1e-6)
  })
})

/** The 14 pictures of 3 × 3 pixels that are rows, or columns, each black or white (MacKay 2003, §43.1). */
const BARS = [
  ...new Set(Array.from({ length: 8 }, (_, pattern) => [0, 1, 2].map((line) => (pattern >> line) & 1))),
].flatMap((lines) => [lines.flatMap((on) => [on, on, on]), [...lines, ...lines, ...lines]])
const PICTURES = [...new Map(BARS.map((picture) => [picture.join(''), picture])).values()]

describe.each(testEngines())('learning bars on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  it.each([
    { title: 'CD-1', rule: { steps: 1, persistent: false, chains: 1, sampleVisible: true }, bound: 4 },
    { title: 'PCD-1', rule: { steps: 1, persistent: true, chains: 50, sampleVisible: true }, bound: 3.7 },
  ])('$title brings the exact −log p(x) far below independent bits', ({ rule, bound }) => {
    const { random } = engine
    const model = restrictedBoltzmannMachine({ dimensions: 9, hidden: 8, visible: binaryVisible(random), rule }, random)
    const { start, learn } = model.learningRule!
    const x = tensor2d(PICTURES)
    const key = random.key('bars')
    let at: { params: Params; state: Params } = {
      params: model.init(random.fold(key, 'init')),
      state: start?.(random.fold(key, 'start')) ?? {},
    }
    const reference = binaryReference(9, 8)
    const rows = rowsOf(x)
    expect(PICTURES.length).toBe(14)
    // Every pixel is black in half of the pictures: bits that know nothing of each other cost log 2 each.
    const independent = 9 * Math.LN2
    expect(reference.nll(numbersOf(at.params), rows)).toBeCloseTo(independent, 1)
    for (let step = 0; step < 1500; step++) {
      const rate = step < 1000 ? 0.3 : 0.05
      const next = tidy(() => {
        const { gradients, state } = learn(at.params, x, random.fold(key, step), at.state)
        const moved = Object.entries(at.params).map(([name, w]) => [name, sub(w, mul(gradients[name]!, rate))] as const)
        return { params: Object.fromEntries(moved), state } as never
      }) as typeof at
      at = next
    }
    const learned = reference.nll(numbersOf(at.params), rows)
    // log 14 = 2.64 is what the data itself would cost.
    expect(learned).toBeGreaterThan(Math.log(14))
    expect(learned).toBeLessThan(bound)
  })
})
