import type { Autoencoder, Engine, Params, Split, Subject } from '@hourglass/core'
import { floatSplit } from '@hourglass/engine'
import { add, clone, matMul, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

import { encodeExamples, evenly } from './examples.js'
import { planeOfCodes } from './code-plane.js'
import type { Scene } from './scene.js'

/** h = xA and θ = hB + c, E[y | θ] = θ. */
export function linearModel(A: readonly (readonly number[])[], B: readonly (readonly number[])[], c = 0): Autoencoder {
  const identity = { name: 'identity', apply: (a: Tensor2D) => a, derivativeFromOutput: (h: Tensor2D) => h }
  const layer = { inputs: A.length, units: A[0]!.length, activation: identity, weights: 'W', bias: 'b' }
  return {
    codeDimensions: A[0]!.length,
    encoderLayers: [layer],
    init: () => ({ W: tensor2d(A as number[][]) }),
    encode: (_, x) => matMul(x, tensor2d(A as number[][])),
    decode: (_, h) => add(matMul(h, tensor2d(B as number[][])), c),
  }
}

/** Pictures of 2 × 2 pixels. */
export const QUARTERS: [number, number] = [2, 2]

export interface ToyParts extends Partial<Omit<Subject, 'engine' | 'dataset'>> {
  readonly rows: readonly (readonly number[])[]
  readonly labels?: readonly number[]
  readonly image?: readonly [number, number]
}

/** All three splits are the rows. */
export function toySubject(engine: Engine, { rows, labels, image, ...parts }: ToyParts): Subject {
  const dimensions = rows[0]!.length
  const values = Float32Array.from(rows.flat())
  const split: Split = floatSplit({ values, dimensions, ...(labels && { labels: Uint8Array.from(labels) }) })
  const spec = { dimensions, range: [0, 1] as const, ...(image && { image }) }
  return {
    engine,
    dataset: { name: 'toy', spec, train: split, validation: split, test: split, hashes: {} },
    model: linearModel(unit(dimensions), unit(dimensions)),
    loss: { mean: (theta: Tensor2D) => theta, sample: (theta: Tensor2D) => clone(theta) } as unknown as Subject['loss'],
    noiseUse: { samples: 1, walkback: 0 },
    regularizers: [],
    ...parts,
  }
}

/** What figures are drawn from, as a run would have it. */
export function toyScene(subject: Subject, params: Params = subject.model.init(undefined as never)): Scene {
  const { dataset, engine, model } = subject
  const key = engine.random.key(1)
  const examples = encodeExamples(subject, params, dataset.test, evenly(dataset.test.size, 2000))
  return { subject, params, key, examples, plane: planeOfCodes(examples.codes, model.codeDimensions, engine, key) }
}

/** The unit matrix. */
export function unit(d: number): number[][] {
  return Array.from({ length: d }, (_, row) => Array.from({ length: d }, (__, column) => Number(row === column)))
}
