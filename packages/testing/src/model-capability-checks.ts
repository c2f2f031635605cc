import type { Params } from '@hourglass/core'
import { add, matMul, mul, sub, type Tensor, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { finite } from './model-checks.js'
import { drawExamples, type ModelProbe } from './model-probe.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import { relativeError } from './relative-error.js'
import { expectGradient } from './test-model-gradients.js'

const error = (a: Tensor, b: Tensor) => relativeError({ a: a.dataSync() }, { a: b.dataSync() })

/** Directions for `push`, two for each example. */
function directions(probe: ModelProbe): Tensor2D {
  const shape = [2 * probe.x.shape[0], probe.data.dimensions]
  return probe.engine.random.normal<never>(probe.key('directions'), shape as never)
}

/** `encoderLayers` are the encoder itself: penalties in closed form, stacks and fine-tuning rely on it. */
export function checkLayers({ model, params, x, data, key, engine }: ModelProbe): void {
  let h = x
  let pushed = engine.random.normal<never>(key('direction'), x.shape as never) as Tensor2D
  const v = pushed
  for (const { inputs, units, weights, bias, activation } of model.encoderLayers) {
    expect(params, `a layer names the weights "${weights}", which init does not make`).toHaveProperty([weights])
    expect(params, `a layer names the bias "${bias}", which init does not make`).toHaveProperty([bias])
    expect(inputs, 'a layer has as many inputs as the one below it has units').toBe(h.shape[1])
    const [W, b] = [params[weights] as Tensor2D, params[bias]!]
    expect(W.shape, `"${weights}" is [inputs, units]`).toEqual([inputs, units])
    expect(b.shape, `"${bias}" is [units]`).toEqual([units])
    h = activation.apply(add(matMul(h, W), b))
    pushed = mul(matMul(pushed, W), activation.derivativeFromOutput(h))
  }
  if (model.encoderLayers.length === 0) return
  expect(model.encoderLayers[0]!.inputs, 'the first layer takes x').toBe(data.dimensions)
  expect(error(h, model.encode(params, x)), 'encode is not what its encoderLayers give').toBeLessThan(1e-5)
  if (model.linearize === undefined) return
  const byModel = model.linearize(params, x).push(v)
  expect(error(pushed, byModel), 'derivativeFromOutput of the layers is not what push says').toBeLessThan(1e-5)
}

export function checkLinearize(probe: ModelProbe): void {
  const { model, params, x, reference } = probe
  const linearize = (at: Params) => model.linearize!(at, x)
  const v = directions(probe)
  const { h, push } = linearize(params)
  expect(error(h, model.encode(params, x)), 'linearize().h is h(x)').toBeLessThan(1e-6)
  const pushed = push(v)
  expect(pushed.shape, 'push takes [m·n, d_x] to [m·n, d_h]').toEqual([v.shape[0], model.codeDimensions])

  const other = drawExamples(probe, 'other directions', v.shape[0])
  const combined = push(add(mul(v, 2), mul(other, -3)))
  expect(error(combined, sub(mul(pushed, 2), mul(push(other), 3))), 'push is not linear').toBeLessThan(1e-5)

  const size = reference === undefined ? 2e-3 : 1e-4
  const examples = [...rowsOf(x), ...rowsOf(x)]
  const differences = (at: Parameters<NonNullable<typeof reference>['encode']>[0]) =>
    rowsOf(v).flatMap((direction, r) => {
      const moved = (by: number) =>
        reference!.encode(
          at,
          examples[r]!.map((value, i) => value + by * direction[i]!),
        )
      const [above, below] = [moved(size), moved(-size)]
      return Array.from(above, (value, j) => (value - below[j]!) / (2 * size))
    })
  const expected = reference === undefined ? float32Push(probe, v, size) : differences(numbersOf(params))
  expect(
    relativeError({ push: pushed.dataSync() }, { push: expected }),
    'push(v) is not J(x)v, row r of v at example r mod n',
  ).toBeLessThan(reference === undefined ? 2e-2 : 1e-4)

  expectGradient({
    what: 'push(v)',
    params,
    outputs: (at) => linearize(at).push(v),
    reference: reference && differences,
    step: 1e-4,
  })
}

/** (h(x + δv) − h(x − δv))/2δ, m·n rows. */
function float32Push({ model, params, x }: ModelProbe, v: Tensor2D, size: number): number[] {
  const n = x.shape[0]
  return rowsOf(v).flatMap((direction, r) => {
    const moved = (by: number) => {
      const step = Array.from({ length: n }, (_, row) => {
        return Array.from(direction, (value) => (row === r % n ? by * value : 0))
      })
      return rowsOf(model.encode(params, add(x, tensor2d(step))))[r % n]!
    }
    const [above, below] = [moved(size), moved(-size)]
    return Array.from(above, (value, j) => (value - below[j]!) / (2 * size))
  })
}

export function checkDecoderWeights({ model, params, x, data, output, key, engine }: ModelProbe): void {
  const weights = model.decoderWeights!(params)
  const outputs = data.dimensions * output.parametersPerDimension
  expect(weights.length, 'a decoder has weights').toBeGreaterThan(0)
  expect(weights[0]!.shape[0], 'the first decoder weights begin at the code, [d_h, …]').toBe(model.codeDimensions)
  expect(weights.at(-1)!.shape[1], 'the last decoder weights end at θ, [… , d_x·p]').toBe(outputs)
  for (const [place, w] of weights.slice(1).entries())
    expect(w.shape[0], 'decoder weights follow one another as in h·D').toBe(weights[place]!.shape[1])
  if (weights.length > 1) return
  const h = engine.random.normal<never>(key('codes'), [x.shape[0], model.codeDimensions] as never) as Tensor2D
  const moved = sub(model.decode(params, h), model.decode(params, mul(h, 0)))
  expect(error(matMul(h, weights[0]!), moved), 'θ(h) − θ(0) is not h·D of the only decoder weights').toBeLessThan(1e-5)
}

export function checkPosterior({ model, params, x }: ModelProbe): void {
  const { mean, logVariance } = model.posterior!(params, x)
  const shape = [x.shape[0], model.codeDimensions]
  expect([mean.shape, logVariance.shape], 'mean and log variance are [n, d_h]').toEqual([shape, shape])
  expect(error(mean, model.encode(params, x)), 'encode is not the mean of the posterior').toBeLessThan(1e-6)
  expect(finite(logVariance.dataSync()), 'a log variance is not finite').toBe(true)
}

export function checkFreeEnergy({ model, params, x }: ModelProbe): void {
  const energy = model.freeEnergy!(params, x)
  expect(energy.shape, 'freeEnergy gives one number for each example').toEqual([x.shape[0]])
  expect(finite(energy.dataSync()), 'a free energy is not finite').toBe(true)
}

/** So many that even codes of three bits hardly agree for two keys by chance: 2⁻⁹⁶. */
const COUNT = 32

export function checkGenerate({ model, params, data, output, key }: ModelProbe): void {
  const draw = (label: string) => {
    const made = tidy(() => model.generate!(params, { count: COUNT, steps: 3, key: key('generate', label) }))
    expect(made.shape, 'generate gives [count, d_x]').toEqual([COUNT, data.dimensions])
    return [...made.dataSync()]
  }
  const first = draw('a')
  expect(draw('a'), 'generate gives other examples for the same key').toEqual(first)
  expect(draw('b'), 'generate gives the same examples for another key').not.toEqual(first)
  const [low, high] = output.support
  const outside = first.filter((value) => !(value >= low && value <= high && Number.isFinite(value)))
  expect(outside, `what is generated lies outside of the loss's [${low}, ${high}]`).toEqual([])
}
