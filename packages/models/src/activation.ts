import type { Activation } from '@hourglass/core'
import { mul, onesLike, relu, sigmoid, square, step, sub, tanh } from '@tensorflow/tfjs-core'

/** Elementwise nonlinearities s with s′ written in terms of h = s(a). */
export const ACTIVATIONS = {
  /** σ(a) = 1/(1 + e^{−a}); s′ = h(1 − h). */
  sigmoid: { name: 'sigmoid', apply: (a) => sigmoid(a), derivativeFromOutput: (h) => mul(h, sub(1, h)) },
  /** tanh(a); s′ = 1 − h². */
  tanh: { name: 'tanh', apply: (a) => tanh(a), derivativeFromOutput: (h) => sub(1, square(h)) },
  /** max(0, a); s′ = 1 where h > 0, else 0 (also at a = 0). */
  relu: { name: 'relu', apply: (a) => relu(a), derivativeFromOutput: (h) => step(h) },
  /** a; s′ = 1. */
  identity: { name: 'identity', apply: (a) => a, derivativeFromOutput: (h) => onesLike(h) },
} satisfies Record<string, Activation>

export type ActivationName = keyof typeof ACTIVATIONS
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as [ActivationName, ...ActivationName[]]
