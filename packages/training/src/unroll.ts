import { type Params, type Stage, type StageContext, type StageEvent, UNROLLED } from '@hourglass/core'
import { batchTensor, free } from '@hourglass/engine'
import { clone, sum, tidy } from '@tensorflow/tfjs-core'

import { parametersThatEnter } from './backpropagation.js'
import { pretrain, type PretrainOptions } from './pretrain.js'
import { requireBlocks } from './check-layers.js'

export interface UnrollOptions extends PretrainOptions {
  /** Encoder and decoder go on sharing what they share. */
  readonly tied: boolean
}

/**
 * Fine-tunes a whole stack as one deep autoencoder, by backpropagation of the experiment's objective, whatever rule its
 * layers were trained by. Where encoder and decoder share a parameter (a tied weight), the decoder gets a copy of its own,
 * `unrolled.NAME`, which starts from the same values; with `tied` they go on sharing it.
 *
 * Source: Hinton and Salakhutdinov 2006, "Reducing the Dimensionality of Data with Neural Networks", Figure 1.
 *
 * @throws HourglassError `no-stack`
 */
export function unroll(options: UnrollOptions): Stage {
  return { check: (prospect) => void requireBlocks(prospect), run: (context) => runUnroll(options, context) }
}

async function* runUnroll(options: UnrollOptions, context: StageContext): AsyncGenerator<StageEvent, Params, void> {
  requireBlocks(context)
  const copies = options.tied ? {} : decoderCopies(context)
  try {
    return yield* pretrain(options).run({ ...context, params: { ...context.params, ...copies } })
  } finally {
    free(copies)
  }
}

/** Of every parameter that both the encoder and the decoder depend on, one for the decoder alone. */
function decoderCopies({ model, params, dataset }: StageContext): Params {
  const x = batchTensor(dataset.train, [0])
  const h = tidy(() => model.encode(params, x))
  try {
    const encoder = new Set(parametersThatEnter(params, () => sum(model.encode(params, x))))
    const decoder = parametersThatEnter(params, () => sum(model.decode(params, h)))
    const shared = decoder.filter((name) => encoder.has(name))
    return Object.fromEntries(shared.map((name) => [`${UNROLLED}${name}`, clone(params[name]!)]))
  } finally {
    free(x, h)
  }
}
