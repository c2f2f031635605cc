import type { Autoencoder, Engine, Params } from '@hourglass/core'
import { finiteDifferences, type NumericRecord, relativeError, tensorsOf, testEngines } from '@hourglass/testing'
import { grads, mean, sigmoid, type Tensor, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { binaryVisible } from './binary-visible.js'
import { gaussianVisible } from './gaussian-visible.js'
import { binaryReference, gaussianReference, type RbmReference } from './rbm-reference.fixture.js'
import { restrictedBoltzmannMachine } from './rbm.js'
import type { VisibleUnits } from './visible-units.js'

const RULE = { steps: 1, persistent: false, chains: 1, sampleVisible: true }
const SIGMA = 0.8

interface Kind {
  readonly kind: string
  readonly reference: RbmReference
  readonly params: NumericRecord
  readonly rows: readonly (readonly number[])[]
  units(engine: Engine): VisibleUnits
  mean(theta: Tensor2D): Tensor
}

const KINDS: readonly Kind[] = [
  {
    kind: 'binary',
    reference: binaryReference(4, 3),
    params: {
      'encoder.0.W': Float64Array.of(0.5, -1.5, 2, 0.25, 1, -0.75, -2, 0.125, 1.5, 0.5, -0.5, 3),
      'encoder.0.b': Float64Array.of(-0.5, 0.75, 1.25),
      'decoder.0.b': Float64Array.of(0.5, -1, 0, 2),
    },
    rows: [
      [0, 0, 0, 0],
      [1, 0, 1, 1],
      [0.25, 0.5, 1, 0],
    ],
    units: ({ random }) => binaryVisible(random),
    mean: (theta) => sigmoid(theta),
  },
  {
    kind: 'Gaussian',
    reference: gaussianReference(3, SIGMA, 8, 80),
    params: {
      'encoder.0.W': Float64Array.of(0.5, -1.5, 2, 0.25, 1, -0.75),
      'encoder.0.b': Float64Array.of(-0.5, 0.75, 1.25),
      'decoder.0.b': Float64Array.of(0.5, -1),
    },
    rows: [
      [0, 0],
      [1.5, -2],
    ],
    units: ({ random }) => gaussianVisible(SIGMA, random),
    mean: (theta) => theta,
  },
]

describe.each(testEngines())('on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  describe.each(KINDS)(
    'a machine with $kind visible units',
    ({ reference, params: numbers, rows, units, mean: meanOf }) => {
      const dimensions = rows[0]!.length
      let model: Autoencoder
      let params: Params
      beforeAll(() => {
        model = restrictedBoltzmannMachine({ dimensions, hidden: 3, visible: units(engine), rule: RULE }, engine.random)
        params = tensorsOf(numbers, model.init(engine.random.key(1)))
      })
      const x = () => tensor2d(rows as number[][])
      const examples = rows.map((row) => Float64Array.from(row))
      const values = (tensor: Tensor) => [...tensor.dataSync()]

      it('freeEnergy is −log Σ_h e^{−E}, over all h', () => {
        const expected = Float64Array.from(examples, (v) => reference.freeEnergy(numbers, v))
        expect(relativeError({ F: values(model.freeEnergy!(params, x())) }, { F: expected })).toBeLessThan(1e-6)
      })

      it('freeEnergy has the gradient of the enumeration', () => {
        const names = Object.keys(params)
        const energy = (...tensors: Tensor[]) =>
          mean(model.freeEnergy!(Object.fromEntries(names.map((name, place) => [name, tensors[place]!])), x()))
        const found = Object.fromEntries(
          grads(energy as never)(Object.values(params)).map((g, place) => [names[place]!, g.dataSync()] as const),
        )
        const expected = finiteDifferences(
          (at) => examples.reduce((sum, v) => sum + reference.freeEnergy(at, v) / examples.length, 0),
          numbers,
        )
        expect(relativeError(found, expected)).toBeLessThan(1e-5)
      })

      it('encode is p(h_j = 1 | x), decode the natural parameters of p(x | h), by the energy alone', () => {
        const codes = examples.map((v) => {
          const probabilities = reference.codeProbabilities(numbers, v)
          return [0, 1, 2].map((j) => probabilities.reduce((sum, p, code) => sum + p * reference.codes[code]![j]!, 0))
        })
        expect(values(model.encode(params, x()))).toEqual(codes.flat().map((p) => expect.closeTo(p, 5)))
        const h = tensor2d(reference.codes.map((code) => [...code]))
        const means = reference.codes.flatMap((code) => [...reference.visibleMean(numbers, code)])
        expect(values(meanOf(model.decode(params, h)))).toEqual(means.map((value) => expect.closeTo(value, 5)))
      })

      it('e^{−F} sums up to Z: p(v) is a distribution', () => {
        const F = values(model.freeEnergy!(params, tensor2d(reference.points.map(({ v }) => [...v]))))
        const logZ = reference.logPartition(numbers)
        const total = F.reduce(
          (sum, energy, place) => sum + reference.points[place]!.measure * Math.exp(-energy - logZ),
          0,
        )
        expect(total).toBeCloseTo(1, 4)
      })

      it('nll of the units is −log p(v | h), normalised', () => {
        const theta = model.decode(params, tensor2d([[1, 0, 1]]))
        const { points } = reference
        const v = tensor2d(points.map((point) => [...point.v]))
        const nll = values(units(engine).nll(v, theta))
        expect(nll.reduce((sum, each, place) => sum + points[place]!.measure * Math.exp(-each), 0)).toBeCloseTo(1, 4)
        const h = Float64Array.of(1, 0, 1)
        const [one, other] = [points.length >> 1, (points.length >> 1) + 1]
        const energyGap = reference.energy(numbers, points[one]!.v, h) - reference.energy(numbers, points[other]!.v, h)
        expect(nll[one]! - nll[other]!).toBeCloseTo(energyGap, 4)
      })
    },
  )
})
