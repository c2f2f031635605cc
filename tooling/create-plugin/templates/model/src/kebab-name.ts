import type { Activation, Autoencoder, DataSpec, Key, OutputDistribution, Random } from '@hourglass/core'
import { add, matMul, square, sub, tanh, type Tensor2D, zeros } from '@tensorflow/tfjs-core'

const TANH: Activation = {
  name: 'tanh',
  apply: (a) => tanh(a),
  derivativeFromOutput: (h) => sub(1, square(h)),
}

/**
 * One layer each way: h = tanh(xW + b), θ = hV + c.
 *
 * W: [d_x, d_h], V: [d_h, d_x·p], p the numbers per dimension that the loss asks for; drawn from U[−a, a],
 * a = √(6/(inputs + outputs)) (Glorot and Bengio 2010). b and c begin at 0.
 */
export function camelNameModel(
  units: number,
  { dimensions }: Pick<DataSpec, 'dimensions'>,
  { parametersPerDimension }: Pick<OutputDistribution, 'parametersPerDimension'>,
  random: Random,
): Autoencoder {
  const outputs = dimensions * parametersPerDimension
  const glorot = (key: Key, from: number, to: number): Tensor2D => {
    const limit = Math.sqrt(6 / (from + to))
    return random.uniform(key, [from, to], -limit, limit)
  }
  return {
    codeDimensions: units,
    encoderLayers: [{ inputs: dimensions, units, activation: TANH, weights: 'encoder.W', bias: 'encoder.b' }],
    init: (key) => ({
      'encoder.W': glorot(random.fold(key, 'encoder.W'), dimensions, units),
      'encoder.b': zeros([units]),
      'decoder.V': glorot(random.fold(key, 'decoder.V'), units, outputs),
      'decoder.c': zeros([outputs]),
    }),
    encode: (params, x) => TANH.apply(add(matMul(x, params['encoder.W'] as Tensor2D), params['encoder.b']!)),
    decode: (params, h) => add(matMul(h, params['decoder.V'] as Tensor2D), params['decoder.c']!),
  }
}
