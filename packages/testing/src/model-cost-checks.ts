import type { CostPoint, Key, Params } from '@hourglass/core'
import { mean, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { drawExamples, type ModelProbe } from './model-probe.js'
import { relativeError } from './relative-error.js'
import { expectGradient } from './test-model-gradients.js'

/** What a cost is taken of. */
export interface CostInputs {
  readonly x: Tensor2D
  readonly xTilde: Tensor2D
  readonly key: Key
}

export function costInputs(probe: ModelProbe, label = 'cost'): CostInputs {
  const { x } = probe
  return { x, xTilde: drawExamples(probe, `${label} xTilde`, x.shape[0]), key: probe.key(label) }
}

/** x̃ beside x, and a loss that looks at the shape of θ. */
export function costPoint({ data, output }: ModelProbe, inputs: CostInputs): CostPoint {
  const shape = [inputs.x.shape[0], data.dimensions * output.parametersPerDimension]
  return {
    ...inputs,
    nll(theta) {
      expect(theta.shape, 'nll takes θ of the n examples of the batch, [n, d_x·p]').toEqual(shape)
      return output.nll(inputs.x, theta)
    },
  }
}

export function checkCost(probe: ModelProbe, valueOf?: (terms: Readonly<Record<string, number>>) => number): void {
  const { model, params, x } = probe
  const point = costPoint(probe, costInputs(probe))
  const { value, h, terms } = model.cost!(params, point)
  expect(h.shape, 'the code of a cost is [n, d_h]').toEqual([x.shape[0], model.codeDimensions])
  const numbers: Record<string, number> = {}
  for (const [name, scalar] of Object.entries({ ...terms, value })) {
    expect(scalar.shape, `${name} is a scalar`).toEqual([])
    numbers[name] = scalar.dataSync()[0]!
    expect(Number.isFinite(numbers[name]), `${name} is not finite`).toBe(true)
  }
  expect(Object.keys(terms), 'a cost tells its parts').not.toEqual([])
  const again = model.cost!(params, point).value.dataSync()[0]
  expect(again, 'the cost is another one for the same key').toBe(numbers['value'])
  if (valueOf !== undefined)
    expect(relativeError({ value: [numbers['value']!] }, { value: [valueOf(numbers)] }), 'value').toBeLessThan(1e-5)
  expectGradient({
    what: 'the cost, its draws held fixed',
    params,
    outputs: (at) => model.cost!(at, point).value,
  })
}

/** What is minimised where nothing else is asked for: the model's own cost, else the mean of −log p(x | θ(h(x))). */
export function defaultCost(probe: ModelProbe, params: Params, inputs: CostInputs): Scalar {
  const { model } = probe
  const point = costPoint(probe, inputs)
  return model.cost?.(params, point).value ?? mean(point.nll(model.decode(params, model.encode(params, inputs.x))))
}
