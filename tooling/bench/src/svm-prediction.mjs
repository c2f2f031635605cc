// `node tooling/bench/src/svm-prediction.mjs [--train 10000] [--examples 50000] [--cost 10] [--gamma 2]`: how long an RBF support
// vector machine takes to be trained on the first of MNIST's digits, and to classify others. γ in multiples of 1/(d·Var). A row
// of Markdown. HOURGLASS_DATA: the folder with MNIST; HOURGLASS_ENGINE: node, wasm or cpu.
import { parseArgs } from 'node:util'

import { classifyBySvm, errorOf, gammaScale, trainSvm } from '@hourglass/baselines'
import { DATASET, PluginHost } from '@hourglass/core'
import datasets from '@hourglass/datasets'
import { parseEngineChoice, selectEngine } from '@hourglass/engine'
import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'

import { describeMachine } from './machine.mjs'
import { machineSeconds, processorSeconds } from './processor-time.mjs'
import { share, table, whole } from './tables/markdown.mjs'

const { values } = parseArgs({
  options: {
    train: { type: 'string', default: '10000' },
    examples: { type: 'string', default: '50000' },
    cost: { type: 'string', default: '10' },
    gamma: { type: 'string', default: '2' },
  },
})

const choice = parseEngineChoice(process.env.HOURGLASS_ENGINE || 'auto')
const { engine } = await selectEngine(choice, { unusable: nativeUnusableReason, create: createNodeEngine })
const mnist = await new PluginHost([datasets]).createScope().create(DATASET, { use: 'mnist' }).load()
/** The first so many; the training digits are the only 50,000 that there are. */
const first = ({ rows, labels, size }, most) => {
  const examples = Math.min(most, size)
  return { size: examples, rows, labels: labels.subarray(0, examples) }
}
const train = first(mnist.train, Number(values.train))
const asked = first(mnist.train, Number(values.examples))

const gamma = Number(values.gamma) * gammaScale(train)
const [model, training] = await timed(() =>
  trainSvm(train, { kernel: { use: 'rbf', gamma }, cost: Number(values.cost) }),
)
const [, predicting] = await timed(() => classifyBySvm(model, train, asked))
const error = errorOf(classifyBySvm(model, train, mnist.test), mnist.test)

const command = ['svm-prediction.mjs', ...process.argv.slice(2)].join(' ')
console.log(
  `${describeMachine()}; Node ${process.version}; ${new Date().toISOString().slice(0, 10)}; \`${command}\`.\n`,
)
console.log(
  table([
    [
      'engine',
      'trained on',
      'support vectors',
      'training, s',
      'examples',
      'predicting, s',
      'test error, %',
      'other programs',
    ],
    [
      engine.description,
      whole(train.size),
      whole(model.supportVectors.length),
      training.seconds.toFixed(1),
      whole(asked.size),
      predicting.seconds.toFixed(1),
      (100 * error).toFixed(2),
      share(predicting.others),
    ],
  ]),
)
engine.dispose()

/** A result, its seconds, and the share of one processor that other programs took meanwhile. */
async function timed(action) {
  const [began, own, all] = [performance.now(), processorSeconds(process.pid), machineSeconds()]
  const result = await action()
  const seconds = (performance.now() - began) / 1000
  const others = (machineSeconds() - all - (processorSeconds(process.pid) - own)) / seconds
  return [result, { seconds, others }]
}
