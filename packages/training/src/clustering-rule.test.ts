import { CLUSTER_CENTRES, type Engine, type ObjectiveValue } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { maskingNoise } from '@hourglass/noise'
import { testEngines } from '@hourglass/testing'
import { concat, type Scalar, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { clusteringObjective, clusteringRule } from './clustering-rule.js'
import { denoisingObjective, type ObjectiveParts } from './objective.js'
import { toyLoss, toyModel, toyRows, valuesOf } from './toy.fixture.js'

const ROWS = toyRows(7)
const TARGETS = ROWS.map((_, i) => [0.1 * i, 0.5, 1 - 0.1 * i, 0.3])
const LAMBDA = 1.7

describe.each(testEngines())('the clustering rule on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  const partsOf = (noisy: boolean): ObjectiveParts => ({
    ...{ model: toyModel(engine), loss: toyLoss(engine), regularizers: [], random: engine.random },
    noise: noisy ? maskingNoise(0.5, engine.random) : undefined,
    noiseUse: { samples: 3, walkback: 1 },
  })

  const numbers = ({ value, terms }: ObjectiveValue): Record<string, number> => {
    const all: Record<string, Scalar> = { ...terms, objective: value }
    return Object.fromEntries(Object.entries(all).map(([name, term]) => [name, term.dataSync()[0]!]))
  }

  /** (1/N) Σ_i ‖h(x_i) − t_i‖² of the clean examples, in float64. */
  function distance(codes: readonly number[][], targets: readonly (readonly number[])[]): number {
    const squares = codes.map((h, i) => h.reduce((sum, value, j) => sum + (value - targets[i]![j]!) ** 2, 0))
    return squares.reduce((sum, value) => sum + value, 0) / codes.length
  }

  it.each([false, true])(
    'adds λ times the mean squared distance of clean codes from their targets; noise: %s',
    (noisy) =>
      tidy(() => {
        const parts = partsOf(noisy)
        const params = parts.model.init(engine.random.key(5))
        const [x, key] = [tensor2d(ROWS), engine.random.key(6)]
        const without = numbers(denoisingObjective(parts)(params, x, key))
        const rule = clusteringRule(parts, LAMBDA, 6)
        const found = numbers(rule.evaluate(params, concat([x, tensor2d(TARGETS)], 1), key))
        const within = distance(parts.model.encode(params, x).arraySync(), TARGETS)
        expect(found['within-cluster']! / within).toBeCloseTo(1, 5)
        expect(found['nll']).toBeCloseTo(without['nll']!, 5)
        expect(found['objective']).toBeCloseTo(without['nll']! + LAMBDA * within, 4)
      }),
  )

  it('goes down it: the gradient of the term is (2/N) Σ_i Jᵢᵀ(h(x_i) − t_i), by differences', () => {
    const parts = partsOf(false)
    const key = engine.random.key(6)
    const params = tidy(() => parts.model.init(engine.random.key(5)))
    const both = tidy(() => concat([tensor2d(ROWS), tensor2d(TARGETS)], 1))
    const gradients = (lambda: number) =>
      tidy(() => valuesOf(clusteringRule(parts, lambda, 6).learn(params, both, key, {}).gradients))
    const [far, near] = [gradients(LAMBDA), gradients(0)]
    const bias = Object.keys(params).find((name) => params[name]!.shape.join() === '4')!
    const within = (place: number, by: number) =>
      tidy(() => {
        const moved = params[bias]!.dataSync().map((value, j) => value + (j === place ? by : 0))
        const bent = { ...params, [bias]: tensor1d(moved) }
        return distance(parts.model.encode(bent, tensor2d(ROWS)).arraySync(), TARGETS)
      })
    for (let place = 0; place < 4; place++) {
      const slope = (within(place, 1e-2) - within(place, -1e-2)) / 2e-2
      expect((far[bias]![place]! - near[bias]![place]!) / LAMBDA).toBeCloseTo(slope, 3)
    }
    free(params, both, key)
  })

  it('measures a split from the nearest centres, not the farthest', () =>
    tidy(() => {
      const parts = partsOf(false)
      const params = parts.model.init(engine.random.key(5))
      const centres = [
        [0, 0, 0, 0],
        [0.5, 0.4, 0.6, 0.5],
        [1, 1, 1, 1],
        [0.4, 0.6, 0.5, 0.4],
      ]
      const x = tensor2d(ROWS)
      const codes = parts.model.encode(params, x).arraySync()
      const least = codes.map((h) => centres.toSorted((a, b) => distance([h], [a]) - distance([h], [b]))[0]!)
      const objective = clusteringObjective(parts, LAMBDA, 6)
      const all = { ...params, [CLUSTER_CENTRES]: tensor2d(centres) }
      const found = numbers(objective(all, x, engine.random.key(6)))
      expect(found['within-cluster']! / distance(codes, least)).toBeCloseTo(1, 5)
    }))
})
