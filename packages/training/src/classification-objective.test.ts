import type { Engine, Key, Params } from '@hourglass/core'
import {
  finiteDifferences,
  type NumericRecord,
  numbersOf,
  referenceNetwork,
  relativeError,
  testEngines,
} from '@hourglass/testing'
import { type Scalar, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { backpropagation } from './backpropagation.js'
import { classificationObjective } from './classification-objective.js'
import { type Kind, logits, meanCost, readoutGradient } from './classifier.fixture.js'

const rows = Array.from({ length: 9 }, (_, n) => Float64Array.from({ length: 5 }, (_, i) => Math.sin(3 * n + 2 * i)))
const labels = rows.map((_, n) => (n * 7) % 3)
const KINDS: readonly Kind[] = ['softmax', 'sigmoid']

describe.each(testEngines())('classificationObjective on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key('classification')
  })

  const network = () => referenceNetwork({ dimensions: 5, hidden: [4, 3], activation: 'tanh' }, engine.random)

  /** The network's parameters with a read-out of random weights. */
  function initial(): Params {
    const { random } = engine
    const W = random.normal(random.fold(key, 'W'), [3, 3])
    return { ...network().model.init(key), 'readout.W': W, 'readout.b': random.normal(random.fold(key, 'b'), [3]) }
  }

  /** The rule's value, terms and gradients as numbers; `fixed` names the parameters that are not learned. */
  function learn(readout: Kind, { weightDecay = 0, fixed = [] as readonly string[] } = {}) {
    return inScope(() => {
      const params = initial()
      const part = (isFixed: boolean) =>
        Object.fromEntries(Object.entries(params).filter(([name]) => fixed.includes(name) === isFixed))
      const parts = { model: network().model, classes: 3, readout, weightDecay, random: engine.random }
      const objective = classificationObjective(parts)
      const given = { labels: tensor1d(labels, 'int32'), fixed: part(true) }
      const x = tensor2d(rows.map((row) => [...row]))
      const learned = backpropagation(objective(given)).learn(part(false), x, key, {})
      const number = (scalar: Scalar) => scalar.dataSync()[0]!
      const terms = Object.fromEntries(Object.entries(learned.terms).map(([name, term]) => [name, number(term)]))
      return { value: number(learned.value), terms, gradients: numbersOf(learned.gradients), params: numbersOf(params) }
    })
  }

  /** `tidy` for what is no tensor. */
  function inScope<Result>(compute: () => Result): Result {
    let result: { readonly value: Result } | undefined
    tidy(() => void (result = { value: compute() }))
    return result!.value
  }

  it.each(KINDS)('%s: ∂/∂W = E h(p − y)ᵀ, ∂/∂b = E (p − y)', (kind) => {
    const { gradients, params } = learn(kind)
    const codes = rows.map((x) => network().encode(params, x))
    const expected = readoutGradient(kind, params, codes, labels)
    const found = { 'readout.W': gradients['readout.W']!, 'readout.b': gradients['readout.b']! }
    expect(relativeError(found, expected)).toBeLessThan(1e-5)
  })

  it.each(KINDS)('%s: value and gradients of the whole are those of plain loops in float64', (kind) => {
    const lambda = 0.3
    const { value, terms, gradients, params } = learn(kind, { weightDecay: lambda })
    const decay = (at: NumericRecord) =>
      Object.entries(at).reduce(
        (sum, [name, w]) => sum + (/\.[WD]$/.test(name) ? w.reduce((all, each) => all + each * each, 0) / 2 : 0),
        0,
      )
    const cost = (at: NumericRecord) => meanCost(kind, network(), at, { rows, labels })
    expect(terms['cross-entropy']).toBeCloseTo(cost(params), 5)
    expect(terms['weight-decay']).toBeCloseTo(decay(params), 4)
    expect(value).toBeCloseTo(cost(params) + lambda * decay(params), 4)
    const slopes = finiteDifferences((at) => cost(at) + lambda * decay(at), params)
    expect(relativeError(gradients, slopes)).toBeLessThan(1e-4)
  })

  it.each(KINDS)('%s: the error is the fraction for which argmax θ is not the label', (kind) => {
    const { terms, params } = learn(kind)
    const wrong = rows.filter((x, n) => {
      const theta = logits(params, network().encode(params, x))
      return theta.indexOf(Math.max(...theta)) !== labels[n]
    })
    expect(wrong.length).toBeGreaterThan(0)
    expect(wrong.length).toBeLessThan(rows.length)
    expect(terms['error']).toBeCloseTo(wrong.length / rows.length, 6)
  })

  it('takes no gradient and no decay of what is fixed, which still takes part', () => {
    const fixed = ['encoder.0.W', 'encoder.0.b', 'encoder.1.W', 'encoder.1.b', 'decoder.D', 'decoder.c']
    const [frozen, whole] = [learn('softmax', { weightDecay: 0.3, fixed }), learn('softmax', { weightDecay: 0.3 })]
    expect(Object.keys(frozen.gradients)).toEqual(['readout.W', 'readout.b'])
    expect(frozen.terms['cross-entropy']).toBe(whole.terms['cross-entropy'])
    const half = frozen.params['readout.W']!.reduce((sum, w) => sum + w * w, 0) / 2
    expect(frozen.terms['weight-decay']).toBeCloseTo(half, 5)
  })

  it('stays finite where an example is certain to be of another class', () => {
    const certain = tidy(() => {
      const model = { ...network().model, encode: () => tensor2d([[1000]]) }
      const parts = { model, classes: 2, weightDecay: 0, random: engine.random }
      const params = { 'readout.W': tensor2d([[-1, 1]]), 'readout.b': tensor1d([0, 0]) }
      const given = { labels: tensor1d([0], 'int32'), fixed: {} }
      return KINDS.map((readout) => {
        const { value } = classificationObjective({ ...parts, readout })(given)(params, tensor2d([[0]]), key)
        return value.dataSync()[0]!
      })
    })
    // −log(e^{−1000}/(e^{−1000} + e^{1000})) = 2000; −log σ(−1000) − log(1 − σ(1000)) = 2000.
    expect(certain).toEqual([2000, 2000])
  })

  it('has all that it makes freed by its caller', () => {
    const before = engine.tensorCount()
    learn('softmax')
    expect(engine.tensorCount()).toBe(before)
  })
})
