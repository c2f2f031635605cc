import type { Autoencoder, Layer, Random } from '@hourglass/core'
import { dispose, mul, type Tensor2D, tidy, transpose, zeros } from '@tensorflow/tfjs-core'

import { ACTIVATIONS } from './activation.js'
import { hiddenProbabilities, RBM_NAMES, rbmFreeEnergy, rbmWeights, visibleParameters } from './boltzmann-machine.js'
import { contrastiveDivergence, type ContrastiveDivergenceOptions } from './contrastive-divergence.js'
import { linearizeLayers } from './dense-layers.js'
import { gibbsChain } from './gibbs-chain.js'
import type { VisibleUnits } from './visible-units.js'

export interface RbmOptions {
  /** d_x. */
  readonly dimensions: number
  /** d_h. */
  readonly hidden: number
  readonly visible: VisibleUnits
  readonly rule: ContrastiveDivergenceOptions
}

/** Standard deviation of the first weights (Hinton 2010, §8.1). */
const INITIAL_DEVIATION = 0.01

/**
 * Restricted Boltzmann machine: p(v) = Σ_h e^{−E(v, h)}/Z, E(v, h) = U(v) − vᵀWh − bᵀh, h binary; learns by contrastive
 * divergence. As an autoencoder h(x) = p(h = 1 | x) = σ(xW + b), and θ(h) are the natural parameters of p(v | h):
 * logits c + hWᵀ of binary visible units, means c + σ²hWᵀ of Gaussian ones.
 *
 * Parameters have the names of a tied `dense` of one sigmoid layer: `encoder.0.W` [d_x, d_h], `encoder.0.b`,
 * `decoder.0.b` [d_x] (c). W starts as N(0, 0.01²), biases at 0.
 * Source: Hinton 2002; Hinton 2010, "A practical guide to training restricted Boltzmann machines".
 */
export function restrictedBoltzmannMachine(options: RbmOptions, random: Random): Autoencoder {
  const { dimensions, hidden, visible: units } = options
  const activation = ACTIVATIONS.sigmoid
  const layer: Layer = { inputs: dimensions, units: hidden, activation, weights: RBM_NAMES.W, bias: RBM_NAMES.b }
  return {
    codeDimensions: hidden,
    encoderLayers: [layer],
    learningRule: contrastiveDivergence(options.rule, dimensions, units, random),

    init: (key) => ({
      [RBM_NAMES.W]: random.normal(random.fold(key, RBM_NAMES.W), [dimensions, hidden], 0, INITIAL_DEVIATION),
      [RBM_NAMES.b]: zeros([hidden]),
      [RBM_NAMES.c]: zeros([dimensions]),
    }),

    encode: hiddenProbabilities,
    decode: (params, h) => visibleParameters(params, h, units),
    freeEnergy: (params, x) => rbmFreeEnergy(params, x, units),

    linearize: (params, x) => linearizeLayers([layer], params, x),
    decoderWeights: (params) => [mul(transpose(rbmWeights(params).W), units.scale)],

    /** Gibbs sampling from a random start; the last step's E[v | h]. */
    generate(params, { count, steps, key }) {
      let at = tidy(() => ({ v: units.start(count, dimensions, random.fold(key, 'start')) as Tensor2D }))
      // A chain may be long: each step's tensors are freed before the next.
      for (let step = 1; ; step++) {
        const next = tidy(() => {
          const chain = { from: at.v, steps: 1, key: random.fold(key, 'chain', step), sampleVisible: true }
          return gibbsChain(params, chain, units, random)
        })
        dispose(at)
        if (step >= steps) {
          dispose(next.v)
          return next.mean
        }
        dispose(next.mean)
        at = next
      }
    },
  }
}
