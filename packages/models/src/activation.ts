import type { Activation } from '@hourglass/core'
import {
  add,
  elu,
  expm1,
  mul,
  neg,
  onesLike,
  relu,
  sigmoid,
  softplus,
  square,
  step,
  sub,
  tanh,
} from '@tensorflow/tfjs-core'

/** Slope of `leaky-relu` below 0. */
const LEAK = 0.01

/** Elementwise nonlinearities s with s′ written in terms of h = s(a). */
export const ACTIVATIONS = {
  /** σ(a) = 1/(1 + e^{−a}); s′ = h(1 − h). */
  sigmoid: {
    name: 'sigmoid',
    range: [0, 1],
    apply: (a) => sigmoid(a),
    derivativeFromOutput: (h) => mul(h, sub(1, h)),
  },
  /** tanh(a); s′ = 1 − h². */
  tanh: {
    name: 'tanh',
    range: [-1, 1],
    apply: (a) => tanh(a),
    derivativeFromOutput: (h) => sub(1, square(h)),
  },
  /** max(0, a); s′ = 1 where h > 0, else 0 (also at a = 0). */
  relu: { name: 'relu', range: [0, Infinity], apply: (a) => relu(a), derivativeFromOutput: (h) => step(h) },
  /** a where a > 0, else 0.01·a; s′ = 1 where h > 0, else 0.01. Maas et al. 2013. */
  'leaky-relu': {
    name: 'leaky-relu',
    // The library's own has a gradient through `where`, which plain tfjs does not differentiate.
    apply: (a) => add(mul(a, LEAK), mul(relu(a), 1 - LEAK)),
    derivativeFromOutput: (h) => add(mul(step(h), 1 - LEAK), LEAK),
  },
  /** a where a > 0, else e^a − 1; s′ = 1 where h > 0, else 1 + h. Clevert et al. 2016. */
  elu: { name: 'elu', range: [-1, Infinity], apply: (a) => elu(a), derivativeFromOutput: (h) => sub(1, relu(neg(h))) },
  /** log(1 + e^a); s′ = σ(a) = 1 − e^{−h}. Dugas et al. 2001. */
  softplus: {
    name: 'softplus',
    range: [0, Infinity],
    apply: (a) => softplus(a),
    derivativeFromOutput: (h) => neg(expm1(neg(h))),
  },
  /** a; s′ = 1. */
  identity: { name: 'identity', apply: (a) => a, derivativeFromOutput: (h) => onesLike(h) },
} satisfies Record<string, Activation>

export type ActivationName = keyof typeof ACTIVATIONS
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as [ActivationName, ...ActivationName[]]
