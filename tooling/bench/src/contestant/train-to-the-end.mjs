// train-to-the-end.mjs <precision> <dataset> <epochs> <seed>: prints { nll, error, autoencoderSeconds, classifierSeconds }.
import { mnist, mnist10k } from '@hourglass/datasets'
import { batchIndices, batchTensor, free, splitBatches } from '@hourglass/engine'
import { createNodeEngine } from '@hourglass/engine-node'
import { denseAutoencoder } from '@hourglass/models'
import { bernoulliLoss } from '@hourglass/losses'
import { maskingNoise } from '@hourglass/noise'
import { sgd } from '@hourglass/optimizers'
import { backpropagation, denoisingObjective, fit, objectiveMeasure, trainingStep } from '@hourglass/training'
import { argMax, cast, oneHot, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core'

import { classification, forward } from './classification.mjs'

const [precision, name, epochs, seed] = process.argv.slice(2)
const BATCH = 128
const engine = await createNodeEngine({ compile: 'on', precision })
const { random } = engine
const key = random.key(Number(seed))
const dataset = await (name === 'mnist' ? mnist({ validation: 10_000 }) : mnist10k({ seed: 0 })).load()

const [autoencoder, autoencoderSeconds] = await timed(trainAutoencoder)
const [classifier, classifierSeconds] = await timed(trainClassifier)
process.stdout.write(JSON.stringify({ nll: autoencoder, error: classifier, autoencoderSeconds, classifierSeconds }))

/** A tied DAE 784-1000, masking 25 %, SGD 0.1: its mean −log p(x | θ(h(x))) on the clean test set. */
async function trainAutoencoder() {
  const model = denseAutoencoder({ dimensions: 784, hidden: [1000], activation: 'sigmoid', tied: true }, random)
  const parts = { model, loss: bernoulliLoss(random), noiseUse: { samples: 1, walkback: 0 }, regularizers: [], random }
  const objective = denoisingObjective({ ...parts, noise: maskingNoise(0.25, random) })
  const run = fit(
    {
      ...{ engine, key, train: dataset.train, epochs: Number(epochs), batch: BATCH },
      rule: backpropagation(objective),
      descent: { optimizer: sgd(0.1) },
      signal: new AbortController().signal,
      afterEpoch: () => ({}),
    },
    tidy(() => model.init(random.fold(key, 'init'))),
  )
  let next = await run.next()
  while (!next.done) next = await run.next()
  const measure = objectiveMeasure(engine, denoisingObjective(parts), 500)
  return measure(next.value, dataset.test, key).objective
}

/** 784-1000-10, sigmoid and softmax, SGD 0.1: the percentage of the test set that it names wrongly. */
async function trainClassifier() {
  const layers = [
    { weights: 'encoder.0.W', bias: 'encoder.0.b', activation: 'sigmoid' },
    { weights: 'softmax.W', bias: 'softmax.b', activation: 'identity' },
  ]
  const first = tidy(() => random.fold(key, 'classifier'))
  const uniform = (label, rows, columns, radius) =>
    tidy(() => random.uniform(random.fold(first, label), [rows, columns], -radius, radius))
  const zeros = (size) => tensor1d(new Float32Array(size))
  let params = {
    'encoder.0.W': uniform('hidden', 784, 1000, 4 * Math.sqrt(6 / 1784)),
    'encoder.0.b': zeros(1000),
    'softmax.W': uniform('softmax', 1000, 10, Math.sqrt(6 / 1010)),
    'softmax.b': zeros(10),
  }
  const step = engine.compile(({ labels, ...inputs }) => {
    const rule = backpropagation(classification({ layers }, labels))
    return trainingStep(rule, { optimizer: sgd(0.1) }, random)(inputs)
  })
  const { train, test } = dataset
  let number = 0
  for (let epoch = 1; epoch <= Number(epochs); epoch++) {
    const order = tidy(() => random.permutation(random.fold(first, 'shuffle', epoch), train.size))
    for (const indices of batchIndices(order, BATCH)) {
      const at = { learningRate: scalar(0.1), number: scalar(++number, 'int32') }
      const batch = { x: batchTensor(train, indices), labels: labelsOf(train, indices) }
      const next = step({ ...batch, ...at, params, slots: {}, state: {}, key: first })
      free(params, at, batch, next.value, next.terms)
      params = next.params
    }
  }
  const classify = engine.compile(({ params, x }) => ({ classes: argMax(forward({ layers }, params, x), 1) }))
  let wrong = 0
  for (const { x, start } of splitBatches(test, 500)) {
    const { classes } = classify({ params, x })
    for (const [place, found] of classes.dataSync().entries()) wrong += found === test.labels[start + place] ? 0 : 1
    free(x, classes)
  }
  return (100 * wrong) / test.size
}

function labelsOf({ labels }, indices) {
  const chosen = Array.from(indices, (index) => labels[index])
  return tidy(() => cast(oneHot(tensor1d(chosen, 'int32'), 10), 'float32'))
}

async function timed(action) {
  const began = performance.now()
  return [await action(), (performance.now() - began) / 1000]
}
