import { CLUSTER_CENTRES, READOUT } from '@hourglass/core'

import { type SampleModel, SPEC } from './model-files.fixture.js'

const real = { ...SPEC, range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const }
const ACTIVATIONS = ['sigmoid', 'tanh', 'relu', 'leaky-relu', 'elu', 'softplus', 'identity']
const gaussian = { use: 'gaussian' }

/** Every standard model in its kinds, and every standard loss, by name. */
export const SAMPLES: Readonly<Record<string, SampleModel>> = {
  ...Object.fromEntries(
    ACTIVATIONS.map((activation) => [`dense, ${activation}`, { model: { use: 'dense', hidden: [7, 5], activation } }]),
  ),
  'dense, one layer': { model: { use: 'dense', hidden: [6] } },
  'dense, untied': { model: { use: 'dense', hidden: [8, 6, 4], tied: false } },
  'dense with a read-out and clusters': {
    model: { use: 'dense', hidden: [6] },
    more: { [READOUT.weights]: [6, 3], [READOUT.bias]: [3], [CLUSTER_CENTRES]: [4, 6] },
  },
  'k-sparse': { model: { use: 'k-sparse', hidden: 10, k: 3, alpha: 1.4 }, loss: gaussian, spec: real },
  'k-sparse, untied': { model: { use: 'k-sparse', hidden: 10, k: 10, tied: false } },
  variational: { model: { use: 'variational', latent: 2, hidden: [7], activation: 'tanh' } },
  'variational, linear': { model: { use: 'variational', latent: 2, hidden: [] } },
  convolutional: { model: { use: 'convolutional', filters: [3, 4], code: 5 } },
  'convolutional, odd sides, large strides': {
    model: { use: 'convolutional', filters: [2, 3], kernel: 2, stride: 3, code: 4, activation: 'elu' },
    spec: { dimensions: 77, range: [0, 1], image: [11, 7] },
  },
  'convolutional, two numbers a pixel': {
    model: { use: 'convolutional', filters: [3], kernel: 5, stride: 2, code: 4, codeActivation: 'sigmoid' },
    loss: { use: 'gaussian-learned' },
    spec: { dimensions: 30, range: [0, 1], image: [5, 6] },
  },
  'rbm, binary': { model: { use: 'rbm', hidden: 6 } },
  'rbm, gaussian': {
    model: { use: 'rbm', hidden: 6, visible: 'gaussian', sigma: 2 },
    loss: { use: 'gaussian', sigma: 2 },
    spec: real,
  },
  ...Object.fromEntries(
    ['gaussian', 'gaussian-learned', 'continuous-bernoulli', 'laplace', 'categorical', 'poisson'].map((use) => [
      `loss ${use}`,
      { model: { use: 'dense', hidden: [5], tied: false }, loss: { use } },
    ]),
  ),
  stack: {
    model: {
      use: 'stack',
      layers: [
        { use: 'dense', hidden: [8] },
        { use: 'rbm', hidden: 6 },
        { use: 'dense', hidden: [4, 3] },
      ],
    },
  },
  'stack, unrolled': {
    model: {
      use: 'stack',
      layers: [
        { use: 'dense', hidden: [8] },
        { use: 'dense', hidden: [6] },
      ],
    },
    more: { 'unrolled.block.0/encoder.0.W': [12, 8], 'unrolled.block.1/encoder.0.W': [8, 6] },
  },
  'stack of rectified units': {
    model: {
      use: 'stack',
      codes: { use: 'gaussian' },
      layers: [
        { use: 'dense', hidden: [8], activation: 'relu' },
        { use: 'dense', hidden: [6], activation: 'tanh' },
      ],
    },
  },
}
