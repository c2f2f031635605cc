// A row as Hourglass trains it: by name, from the registry, as an experiment is composed.
import { DATA_SPEC, ENGINE, LOSS, MODEL, NOISE, OUTPUT_DISTRIBUTION, PluginHost, REGULARIZER } from '@hourglass/core'
import losses from '@hourglass/losses'
import models from '@hourglass/models'
import noises from '@hourglass/noise'
import optimizers from '@hourglass/optimizers'
import regularizers from '@hourglass/regularizers'
import training, { backpropagation, createDescent, learningRuleOf } from '@hourglass/training'

import { classification } from './classification.mjs'

/** @returns the descent, and the learning rule of a batch's labels where there are any */
export function composeRow(row, engine) {
  const { dimensions, optimizer, kind, masking, contractive } = row
  const scope = new PluginHost([losses, models, noises, optimizers, regularizers, training]).createScope()
  scope.provide(ENGINE, engine).provide(DATA_SPEC, { dimensions, range: [0, 1] })
  const descent = createDescent(optimizer, { create: (point, reference) => scope.create(point, reference) })
  if (kind === 'classifier') return { descent, ruleOf: (labels) => backpropagation(classification(row, labels)) }
  const loss = scope.create(LOSS, 'bernoulli')
  scope.provide(OUTPUT_DISTRIBUTION, loss)
  const contraction = { name: 'contractive', weight: contractive }
  const rule = learningRuleOf({
    model: scope.create(MODEL, modelOf(row)),
    loss,
    noise: masking === 0 ? undefined : scope.create(NOISE, { use: 'masking', fraction: masking }),
    noiseUse: { samples: 1, walkback: 0 },
    regularizers:
      contractive === 0 ? [] : [{ ...contraction, regularizer: scope.create(REGULARIZER, { use: 'contractive' }) }],
    random: engine.random,
  })
  return { descent, ruleOf: () => rule }
}

function modelOf({ kind, hidden, activation, tied }) {
  return kind === 'rbm' ? { use: 'rbm', hidden: hidden[0] } : { use: 'dense', hidden, activation, tied }
}
