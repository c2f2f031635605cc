import { BASELINE, type BaselineContext, definePlugin, type Split } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { add, tensor2d, tensor1d, zerosLike } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { syntheticDataset, withoutTestSplit } from './baseline-data.js'
import { baselineOutputs } from './baseline-outputs.js'
import { SIX_PIXELS } from './describe-variant.js'
import { testBaseline } from './test-baseline.js'

const grey = definePlugin({
  name: 'grey',
  apiVersion: 1,
  register: (registry) =>
    registry.add(BASELINE, 'grey', {
      summary: 'predicts one value everywhere',
      options: z.strictObject({ value: z.number().default(0.5) }),
      create: ({ value }) => ({
        async fit({ loss }) {
          const level = tensor1d([value])
          return {
            label: `grey ${value}`,
            reconstruct: (x) => loss.parametersFromMean(add(zerosLike(x), level)),
            dispose: () => level.dispose(),
          }
        },
      }),
    }),
})

testBaseline(grey, 'grey', [
  { label: 'grey 0.5', reconstruct: (x) => x.map(() => 0.5) },
  { options: { value: 2 }, data: { dimensions: 4, range: [-3, 3] }, reconstruct: () => [2, 2, 2, 2] },
])

/** The class, or the cluster, by how bright an example is beside the dimmest and the brightest training example. */
const brightness = definePlugin({
  name: 'brightness',
  apiVersion: 1,
  register: (registry) =>
    registry.add(BASELINE, 'brightness', {
      summary: 'as many equal steps of brightness as there are classes',
      options: z.strictObject({}),
      create: () => ({
        async fit({ dataset: { train, spec }, signal, tell }) {
          signal.throwIfAborted()
          const levels = brightnessOf(train)
          const [low, high] = [Math.min(...levels), Math.max(...levels)]
          tell('looked at the training examples')
          signal.throwIfAborted()
          const step = (level: number) => Math.floor((spec.classes! * (level - low)) / (high - low))
          const say = (split: Split) =>
            brightnessOf(split).map((level) => Math.min(spec.classes! - 1, Math.max(0, step(level))))
          return { label: 'brightness', notes: ['steps of one size'], classify: say, cluster: say, dispose: () => {} }
        },
      }),
    }),
})

function brightnessOf({ rows, size }: Split): number[] {
  return Array.from({ length: size }, (_, i) => rows([i]).reduce((sum, value) => sum + value, 0))
}

testBaseline(brightness, 'brightness', [
  {
    does: ['classify', 'cluster'],
    label: 'brightness',
    takesTime: true,
    // Of three classes a third by chance.
    wrong: 0.6,
    classify(x, train) {
      const level = (row: Float64Array) => row.reduce((sum, value) => sum + value, 0)
      const levels = train.map(level)
      const [low, high] = [Math.min(...levels), Math.max(...levels)]
      const third = (high - low) / 3
      return level(x) < low + third ? 0 : level(x) < high - third ? 1 : 2
    },
  },
])

describe('what testBaseline gives to a baseline', () => {
  it('is data within their range, with labels, and the ends of the range among them', () => {
    for (const spec of [SIX_PIXELS, { dimensions: 3, range: [-5, 20] as const }]) {
      const { train, spec: given } = syntheticDataset(spec)
      const rows = train.rows(Array.from({ length: train.size }, (_, i) => i))
      expect(rows.length).toBe(train.size * spec.dimensions)
      expect(Math.min(...rows)).toBe(spec.range[0])
      expect(Math.max(...rows)).toBe(spec.range[1])
      expect(new Set(train.labels)).toEqual(new Set([0, 1, 2]))
      expect(given.classes).toBe(3)
    }
  })

  it('is a test split that cannot be read', async () => {
    const dataset = syntheticDataset(SIX_PIXELS)
    const context = withoutTestSplit({ dataset } as BaselineContext)
    expect(context.dataset.test.size).toBe(dataset.test.size)
    expect(() => context.dataset.test.rows([0])).toThrow('fit() looks at the test examples')
    expect(() => context.dataset.test.labels).toThrow('fit() looks at the test examples')
  })

  it('are outputs whose NLL is that of their name, in float64', async () => {
    const engine = await createCpuEngine()
    const sigma = (theta: number) => 1 / (1 + Math.exp(-theta))
    const normal = (z: number) => z ** 2 / 2 + Math.log(2 * Math.PI) / 2
    const references: Record<string, (y: number, theta: readonly number[]) => number> = {
      'N(θ, 1)': (y, [mu]) => normal(y - mu!),
      'N(μ, σ²)': (y, [mu, s]) => normal((y - mu!) / Math.exp(s!)) + s!,
      'Bernoulli(σ(θ))': (y, [theta]) => -y * Math.log(sigma(theta!)) - (1 - y) * Math.log(1 - sigma(theta!)),
    }
    const outputs = baselineOutputs(SIX_PIXELS)
    expect(Object.keys(outputs).toSorted()).toEqual(Object.keys(references).toSorted())
    for (const [name, output] of Object.entries(outputs)) {
      const loss = output(engine)
      const theta = [0.7, -0.4].slice(0, loss.parametersPerDimension)
      const [nll] = loss.nll(tensor2d([[0.3]]), tensor2d([theta])).dataSync()
      expect(nll).toBeCloseTo(references[name]!(0.3, theta), 5)
    }
    expect(Object.keys(baselineOutputs({ dimensions: 1, range: [-1, 1] }))).not.toContain('Bernoulli(σ(θ))')
  })
})
