import { definePlugin, STAGE } from '@hourglass/core'

import { clusterEntry } from './cluster-entry.js'
import { evaluateEntry } from './evaluate-entry.js'
import { fineTuneEntry } from './fine-tune-entry.js'
import { pretrainEntry } from './pretrain-entry.js'
import { stackEntry } from './stack-entry.js'
import { unrollEntry } from './unroll-entry.js'

export * from './backpropagation.js'
export * from './classification-objective.js'
export * from './clip-gradients.js'
export * from './cluster.js'
export * from './clustering-rule.js'
export * from './clusters.js'
export * from './codes-of.js'
export * from './copies-of.js'
export * from './corrupt-batch.js'
export * from './descent.js'
export * from './early-stopping.js'
export * from './evaluate.js'
export * from './fine-tune.js'
export * from './fit-with-patience.js'
export * from './fit.js'
export * from './generate-examples.js'
export * from './learning-rule-of.js'
export * from './measure-all.js'
export * from './measure-classification.js'
export * from './measure-objective.js'
export * from './objective.js'
export * from './pretrain.js'
export * from './readout.js'
export * from './running-mean.js'
export * from './snapshot-parts.js'
export * from './stack.js'
export * from './supervised-rule.js'
export * from './targets-split.js'
export * from './training-step.js'
export * from './unroll.js'
export * from './weighted-regularizers.js'

export default definePlugin({
  name: '@hourglass/training',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(STAGE, 'pretrain', pretrainEntry)
      .add(STAGE, 'stack', stackEntry)
      .add(STAGE, 'unroll', unrollEntry)
      .add(STAGE, 'fine-tune', fineTuneEntry)
      .add(STAGE, 'cluster', clusterEntry)
      .add(STAGE, 'evaluate', evaluateEntry),
})
