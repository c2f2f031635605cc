import { decodeSafetensors, encodeSafetensors } from '@hourglass/engine'
import type { Params } from '@hourglass/core'
import { concat, reshape, type Tensor, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { drawExamples, type ModelProbe } from './model-probe.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import { relativeError } from './relative-error.js'
import { expectGradient } from './test-model-gradients.js'

export const finite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite)

const valuesOf = (make: () => Tensor) => tidy(() => [...make().dataSync()])

/** h and θ at x. */
export function reconstruct({ model }: ModelProbe, params: Params, x: Tensor2D): { h: Tensor2D; theta: Tensor2D } {
  const h = model.encode(params, x)
  return { h, theta: model.decode(params, h) }
}

export function checkShapes(probe: ModelProbe): void {
  const { model, data, output, params } = probe
  expect(Number.isInteger(model.codeDimensions) && model.codeDimensions > 0, 'codeDimensions is d_h').toBe(true)
  const p = output.parametersPerDimension
  for (const count of [1, 5]) {
    const { h, theta } = tidy(() => reconstruct(probe, params, drawExamples(probe, 'shapes', count)))
    expect(h.shape, 'h = encode(params, x) is [batch, codeDimensions]').toEqual([count, model.codeDimensions])
    expect(theta.shape, `θ = decode(params, h) is [batch, d_x·p] with p = ${p} of the loss`).toEqual([
      count,
      data.dimensions * p,
    ])
    expect(finite(h.dataSync()), 'h has a number that is not finite').toBe(true)
    expect(finite(theta.dataSync()), 'θ has a number that is not finite').toBe(true)
  }
}

export function checkInit({ model, key }: ModelProbe): void {
  const [first, again, other] = [model.init(key('init')), model.init(key('init')), model.init(key('other'))]
  expect(Object.keys(first), 'a model has parameters').not.toEqual([])
  for (const w of Object.values(first)) {
    expect(w.dtype, 'parameters are float32').toBe('float32')
    expect(finite(w.dataSync()), 'a parameter starts at a number that is not finite').toBe(true)
  }
  expect(numbersOf(again), 'init gives other parameters for the same key').toEqual(numbersOf(first))
  expect(numbersOf(other), 'init gives the same parameters for another key').not.toEqual(numbersOf(first))
  const shapes = (params: Params) => Object.entries(params).map(([name, { shape }]) => [name, shape])
  expect(shapes(other), 'names and shapes depend on the key').toEqual(shapes(first))
}

export function checkPurity(probe: ModelProbe): void {
  const { params, x } = probe
  const before = numbersOf({ ...params, x })
  const values = () =>
    tidy(() => {
      const { h, theta } = reconstruct(probe, params, x)
      return { h: [...h.dataSync()], theta: [...theta.dataSync()] }
    })
  const first = values()
  expect(values(), 'encode or decode gives other numbers the second time').toEqual(first)
  expect(numbersOf({ ...params, x }), 'encode or decode changed its arguments').toEqual(before)
}

export function checkExamplesApart(probe: ModelProbe): void {
  const { params, x } = probe
  const { h, theta } = reconstruct(probe, params, x)
  for (const [row, example] of rowsOf(x).entries()) {
    const alone = reconstruct(probe, params, tensor2d([[...example]]))
    for (const [name, together, apart] of [
      ['h', h, alone.h],
      ['θ', theta, alone.theta],
    ] as const) {
      const error = relativeError({ [name]: rowsOf(together)[row]! }, { [name]: rowsOf(apart)[0]! })
      expect(error, `${name} of an example depends on the other examples of its batch`).toBeLessThan(1e-5)
    }
  }
}

/** h, then θ, of all examples, by the reference. */
function referenceValues({ reference, x }: ModelProbe) {
  if (reference === undefined) return undefined
  const rows = rowsOf(x)
  return (at: Parameters<typeof reference.encode>[0]) => {
    const codes = rows.map((row) => Float64Array.from(reference.encode(at, row)))
    return { h: codes.flatMap((h) => [...h]), theta: codes.flatMap((h) => Array.from(reference.decode(at, h))) }
  }
}

export function checkValues(probe: ModelProbe): void {
  const { h, theta } = reconstruct(probe, probe.params, probe.x)
  const expected = referenceValues(probe)!(numbersOf(probe.params))
  const found = { h: [...h.dataSync()], theta: [...theta.dataSync()] }
  for (const name of ['h', 'theta'] as const)
    expect(
      relativeError({ [name]: found[name] }, { [name]: expected[name] }),
      `${name} is not what the float64 reference of the case says`,
    ).toBeLessThan(1e-5)
}

export function checkGradient(probe: ModelProbe): void {
  const expected = referenceValues(probe)
  expectGradient({
    what: 'h and θ',
    params: probe.params,
    outputs(params) {
      const { h, theta } = reconstruct(probe, params, probe.x)
      return concat([reshape(h, [h.size]), reshape(theta, [theta.size])])
    },
    reference:
      expected &&
      ((at) => {
        const { h, theta } = expected(at)
        return [...h, ...theta]
      }),
  })
}

export function checkSafetensors(probe: ModelProbe): void {
  const { params, x } = probe
  const loaded = decodeSafetensors(encodeSafetensors(params), 'parameters saved and loaded')
  const values = (at: Params) => valuesOf(() => concat(Object.values(reconstruct(probe, at, x)), 1))
  expect(values(loaded), 'parameters that were saved and loaded give other numbers').toEqual(values(params))
}
