import {
  type Autoencoder,
  type Block,
  type DataSpec,
  HourglassError,
  type Layer,
  type Linearization,
  nameWithin,
  type OutputDistribution,
  type Params,
  paramsWithin,
  type Random,
  UNROLLED,
} from '@hourglass/core'
import { add, relu, sub, type Tensor2D } from '@tensorflow/tfjs-core'

/**
 * Models on top of each other, each an autoencoder of the codes of the one below:
 *
 *   h(x) = h_K(… h₂(h₁(x))),   θ(h) = θ₁(E[y | θ₂(… E[y | θ_K(h)])]),
 *
 * the mean of each block's output distribution handed down, cut to the values that the codes below can take. Blocks of
 * sigmoid units with the Bernoulli loss give the deep autoencoder of sigmoid layers, blocks of rectified units with the
 * Gaussian loss that of rectified layers, blocks of RBMs the one that a deep belief network is unrolled to. Parameters are those of
 * the blocks under their names, `block.0/encoder.0.W`, …; where `unrolled.NAME` is among them, the decoder uses it in the
 * place of NAME, so that a tied weight can go two ways.
 *
 * Source: Hinton, Osindero, Teh 2006; Bengio et al. 2007; Hinton and Salakhutdinov 2006 (unrolling).
 */
export function stackedAutoencoder(blocks: readonly Block[], random: Random): Autoencoder {
  const top = blocks.at(-1)!
  const fromAbove = blocks.toReversed()
  const models = blocks.map(({ model }) => model)
  /** Down from the output of the block at `place` in `fromAbove`; the last one's is θ of the whole. */
  const handDown = (params: Params, y: Tensor2D, place: number): Tensor2D =>
    fromAbove.slice(place).reduce((h, { model, loss, name, spec }, down, rest) => {
      const theta = model.decode(paramsWithin(name, params), h)
      return down === rest.length - 1 ? theta : cutTo(spec.range, loss, loss.mean(theta))
    }, y)
  return {
    blocks,
    codeDimensions: top.model.codeDimensions,
    encoderLayers: models.every(({ encoderLayers }) => encoderLayers.length > 0) ? blocks.flatMap(layersOf) : [],
    init: (key) =>
      Object.assign({}, ...blocks.map(({ name, model }) => nameWithin(name, model.init(random.fold(key, name))))),
    encode: (params, x) => blocks.reduce((h, { name, model }) => model.encode(paramsWithin(name, params), h), x),
    decode: (params, h) => handDown(ofDecoder(params), h, 0),
    ...(models.every(({ linearize }) => linearize) && {
      linearize: (params: Params, x: Tensor2D) => linearizeBlocks(blocks, params, x),
    }),
    ...(models.every(({ decoderWeights }) => decoderWeights) && {
      decoderWeights: (params: Params) =>
        fromAbove.flatMap(({ name, model }) => model.decoderWeights!(paramsWithin(name, ofDecoder(params)))),
    }),
    // A deep belief network: the top one is sampled, and what it says of its visible units is handed down.
    ...(top.model.generate && {
      generate: (params, request) => {
        const y = top.model.generate!(paramsWithin(top.name, params), request)
        return blocks.length === 1 ? y : blocks[0]!.loss.mean(handDown(ofDecoder(params), y, 1))
      },
    }),
  }
}

/** Nearest value in a range, where the loss's support reaches beyond it: max(0, y) for codes of rectified units. */
function cutTo([low, high]: DataSpec['range'], { support }: OutputDistribution, y: Tensor2D): Tensor2D {
  const above: Tensor2D = low > support[0] ? add(relu(sub(y, low)), low) : y
  return high < support[1] ? sub(high, relu(sub(high, above))) : above
}

/** The parameters as a decoder sees them: its own copies of those that it no longer shares. */
function ofDecoder(params: Params): Params {
  const own = Object.entries(params).filter(([name]) => name.startsWith(UNROLLED))
  return { ...params, ...Object.fromEntries(own.map(([name, tensor]) => [name.slice(UNROLLED.length), tensor])) }
}

function layersOf({ name, model }: Block): readonly Layer[] {
  return model.encoderLayers.map((layer) => ({
    ...layer,
    weights: `${name}/${layer.weights}`,
    bias: `${name}/${layer.bias}`,
  }))
}

/** J = J_K ⋯ J₂J₁, each at the code of the one before. */
function linearizeBlocks(blocks: readonly Block[], params: Params, x: Tensor2D): Linearization {
  let h = x
  const linear = blocks.map(({ name, model }) => {
    const at = model.linearize!(paramsWithin(name, params), h)
    h = at.h
    return at
  })
  return { h, push: (v) => linear.reduce((pushed, { push }) => push(pushed), v) }
}

/** The values that a model's codes can take; any, where its last layer does not say. */
export function codeRange({ encoderLayers }: Autoencoder): readonly [low: number, high: number] {
  return encoderLayers.at(-1)?.activation.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
}

/** @throws HourglassError `outside-support` where a block's output distribution has no probability for its examples */
export function requireSupport({ loss, spec }: Block, place: number): void {
  const [[low, high], [from, to]] = [spec.range, loss.support]
  if (low >= from && high <= to) return
  throw new HourglassError(
    'outside-support',
    `the codes that layer ${place + 1} learns from leave its loss's support`,
    {
      place: { path: 'model.codes' },
      expected: `codes in [${from}, ${to}]; those of layer ${place} are in [${low}, ${high}]`,
      remedy: 'codes: gaussian, or sigmoid units in the layers below the top one',
    },
  )
}
