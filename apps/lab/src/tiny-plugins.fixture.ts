import {
  DATASET,
  definePlugin,
  ENGINE,
  LOSS,
  type Metric,
  METRIC,
  MODEL,
  NOISE,
  OPTIMIZER,
  type OutputDistribution,
  REGULARIZER,
  type Regularizer,
} from '@hourglass/core'
import { gaussianOutput, referenceNetwork, stageDataset } from '@hourglass/testing'
import { cast, concat, greater, mul, scalar, sub, sum, tensor1d, type Tensor2D } from '@tensorflow/tfjs-core'
import { z } from 'zod'

/** A data set of 60 examples, and a variant of each kind, some of them faulty on purpose. */
export const tiny = definePlugin({
  name: 'tiny',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(DATASET, 'three-patterns', {
        summary: 'three patterns',
        options: z.strictObject({ scale: z.number().default(1) }),
        create: ({ scale }) => ({
          load: async () => ({ ...stageDataset(), spec: { ...stageDataset().spec, range: [0, scale] as const } }),
        }),
      })
      .add(DATASET, 'empty-handed', {
        summary: 'loads nothing',
        options: z.strictObject({}),
        create: () => ({ load: async () => ({}) as never }),
      })
      .add(NOISE, 'dimming', {
        summary: 'x̃_i = u_i·x_i, u_i ~ U[least, 1)',
        options: z.strictObject({ least: z.number().min(0).max(1).default(0.5) }),
        create: ({ least }, { resolve }) => {
          const { random } = resolve(ENGINE)
          return { corrupt: (x, key) => mul(x, random.uniform(key, x.shape, least, 1)) }
        },
      })
      .add(LOSS, 'unfactored', {
        summary: 'N(θ, I) that does not tell its parts by dimension',
        options: z.strictObject({}),
        create: (_, { resolve }): OutputDistribution => {
          const { nllPerDimension: __, ...loss } = gaussianOutput(resolve(ENGINE))
          return loss
        },
      })
      .add(LOSS, 'two-numbers', {
        summary: 'takes two numbers for each dimension',
        options: z.strictObject({}),
        create: (_, { resolve }) => ({ ...gaussianOutput(resolve(ENGINE)), parametersPerDimension: 2 }),
      })
      .add(MODEL, 'bare', {
        summary: 'encodes and decodes, and can nothing else',
        options: z.strictObject({ wide: z.boolean().default(false), broken: z.boolean().default(false) }),
        create: ({ wide, broken }, { resolve }) => {
          const { model } = referenceNetwork(
            { dimensions: 6, hidden: [4], activation: 'sigmoid' },
            resolve(ENGINE).random,
          )
          return {
            codeDimensions: 4,
            encoderLayers: [],
            init: (key) => model.init(key),
            encode(params, x) {
              if (broken) throw new Error('this net is broken')
              return model.encode(params, x)
            },
            decode: (params, h) => {
              const theta = model.decode(params, h)
              return wide ? (concat([theta, theta, theta], 1) as Tensor2D) : theta
            },
          }
        },
      })
      .add(REGULARIZER, 'needs-jacobian', {
        summary: 'requires linearize',
        options: z.strictObject({}),
        create: (): Regularizer => ({ requires: ['linearize'], penalty: () => scalar(0) }),
      })
      .add(REGULARIZER, 'odd', {
        summary: 'a penalty that is none',
        options: z.strictObject({ as: z.enum(['vector', 'nan', 'error', 'step']).default('vector') }),
        create: ({ as }) => ({
          penalty({ h }) {
            if (as === 'step') return sum(cast(greater(h, 0.5), 'float32'))
            if (as === 'error') throw new Error('cannot be taken')
            return as === 'nan' ? scalar(Number.NaN) : (tensor1d([1, 2]) as never)
          },
        }),
      })
      .add(METRIC, 'free-energy', {
        summary: 'requires freeEnergy',
        options: z.strictObject({}),
        create: (): Metric => ({ requires: ['freeEnergy'], measure: async () => [] }),
      })
      .add(OPTIMIZER, 'plain', {
        summary: 'w ← w − ηg',
        options: z.strictObject({ learningRate: z.number().positive().default(0.1) }),
        create: ({ learningRate }) => ({
          learningRate,
          init: () => ({}),
          update: (params, gradients, slots, at) => ({
            params: Object.fromEntries(
              Object.entries(params).map(([name, w]) => [name, sub(w, mul(at.learningRate, gradients[name]!))]),
            ),
            slots,
          }),
        }),
      }),
})
