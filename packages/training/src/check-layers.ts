import { type Block, HourglassError, type Prospect, type Subject } from '@hourglass/core'
import { tidy, zeros } from '@tensorflow/tfjs-core'

import { learningRuleOf } from './learning-rule-of.js'
import type { LayerTraining, StackOptions } from './stack.js'

/** @throws HourglassError `no-stack` */
export function requireBlocks({ model }: Subject): readonly Block[] {
  if (model.blocks !== undefined) return model.blocks
  throw new HourglassError('no-stack', 'the model is no stack of models', {
    place: { path: 'model' },
    expected: 'layers that can be trained one by one',
    remedy: 'model: { use: stack, layers: [{ use: dense, hidden: [500] }, { use: dense, hidden: [100] }] }',
  })
}

/** Goes through what greedy training of a stack will ask of its layers. @throws HourglassError */
export function checkLayers(options: StackOptions, prospect: Prospect): void {
  const blocks = requireBlocks(prospect)
  if (options.named > blocks.length)
    throw new HourglassError('no-such-layer', `options are given for ${options.named} layers`, {
      place: { path: '.layers' },
      expected: `at most as many as the model has: ${blocks.length}`,
      remedy: 'one entry for each layer of the model, from below; {} for one without options of its own',
    })
  for (const [place, block] of blocks.entries())
    try {
      checkLayer(block, options.trainingOf(place, block, prospect), prospect)
    } catch (error) {
      throw error instanceof HourglassError ? error.at({ path: `.layers[${place}]` }) : error
    }
}

/** Goes through what a layer's training will ask of its parts. */
function checkLayer(block: Block, training: LayerTraining, { engine: { random } }: Subject): void {
  const { model, loss, spec } = block
  const { noise, noiseUse, regularizers } = training
  for (const { name, regularizer } of regularizers) {
    const lacking = regularizer.requires?.find((capability) => model[capability] === undefined)
    if (lacking !== undefined)
      throw new HourglassError('model-lacks', `regularizer "${name}" cannot serve this layer`, {
        expected: `a model with \`${lacking}\``,
        remedy: 'give the layer regularizers of its own, perhaps none: regularizers: []',
      })
  }
  // A model with a rule of its own takes no noise.
  learningRuleOf({ model, loss, noise, noiseUse, regularizers, random })
  if (noise === undefined) return
  const corrupted = tidy(() => {
    const { shape } = noise.corrupt(zeros([2, spec.dimensions]), random.fold(random.key(1), 'rehearsal'))
    return shape
  })
  if (corrupted[1] === spec.dimensions) return
  throw new HourglassError('noise-unsupported', 'this noise is not for the codes that the layer learns from', {
    expected: `${spec.dimensions} numbers an example; it gives ${corrupted[1]}`,
    remedy: 'give the layer a noise of its own, such as masking, or corrupt: false',
  })
}
