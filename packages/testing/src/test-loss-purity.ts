import type { Key } from '@hourglass/core'
import { grads, sum, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

import { leakedTensors } from './leaked-tensors.js'
import { randomPoints } from './loss-points.js'
import type { LossBench, LossCheck } from './test-loss.js'

const ROWS = 5

/** What every function of a loss promises as a pure function of tensors. */
export const PURITY_CHECKS: Readonly<Record<string, LossCheck>> = {
  'sample draws the same for the same key, and anew for another': (bench, given) => {
    const { theta } = randomPoints(bench, given, 200, 'key')
    const draw = (label: string) => bench.variant.sample(theta, bench.key(label)).dataSync()
    expect(draw('a'), 'two draws with one key differ').toEqual(draw('a'))
    expect(draw('b'), 'draws with different keys are equal').not.toEqual(draw('a'))
  },

  'leaves what it is given as it is, and returns tensors of its own': (bench, given) => {
    const { y, theta } = randomPoints(bench, given, ROWS, 'inputs')
    const inputs = { y, theta, key: bench.key('inputs') }
    const before = numbersOf(inputs)
    for (const [name, result] of Object.entries(everything(bench, inputs))) {
      expect(Object.values(inputs), `${name} returns a tensor it was given: clone it`).not.toContain(result)
      result.dispose()
    }
    for (const [name, input] of Object.entries(inputs)) expect(input.isDisposed, `${name} was disposed of`).toBe(false)
    expect(numbersOf(inputs), 'what was given has changed').toEqual(before)
  },

  'computes in a compiled step what it computes outside': (bench, given) => {
    const compiled = bench.engine.compile((inputs: Inputs) => everything(bench, inputs))
    for (const time of [1, 2]) {
      const { y, theta } = randomPoints(bench, given, ROWS, `compiled ${time}`)
      const inputs = { y, theta, key: bench.key('compiled', time) }
      const plain = numbersOf(everything(bench, inputs))
      for (const [name, found] of Object.entries(numbersOf(compiled(inputs))))
        for (const [place, value] of found.entries()) {
          const expected = plain[name]![place]!
          expect(Math.abs(value - expected), `${name}: ${value} compiled, ${expected} not`).toBeLessThanOrEqual(
            1e-5 * Math.max(1, Math.abs(expected)),
          )
        }
    }
  },

  'leaves no tensors behind': async (bench, given) => {
    const { y, theta } = randomPoints(bench, given, ROWS, 'leak')
    const inputs = { y, theta, key: bench.key('leak') }
    expect(await leakedTensors(bench.engine, () => tidy(() => everything(bench, inputs)))).toBe(0)
  },
}

interface Inputs {
  readonly [name: string]: Tensor
  readonly y: Tensor2D
  readonly theta: Tensor2D
  readonly key: Key
}

/** All that the loss computes. */
function everything({ variant }: LossBench, { y, theta, key }: Inputs): Record<string, Tensor> {
  const [gradient] = grads((theta) => sum(variant.nll(y, theta as Tensor2D)))([theta])
  return {
    nll: variant.nll(y, theta),
    'gradient of nll': gradient!,
    ...(variant.nllPerDimension && { nllPerDimension: variant.nllPerDimension(y, theta) }),
    mean: variant.mean(theta),
    sample: variant.sample(theta, key),
    ...(variant.entropy && { entropy: variant.entropy(theta) }),
    parametersFromMean: variant.parametersFromMean(y),
  }
}

function numbersOf(tensors: Readonly<Record<string, Tensor>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]))
}
