// `node tooling/bench/src/difficulty.mjs [set …]`: how hard the sets of Larochelle et al. 2007 are for a linear SVM and one
// with an RBF kernel, beside what was published. Prints Markdown. A set is named alone or with options of its own:
// `mnist-bg-img,composition=over`. HOURGLASS_DATA: the folder with MNIST; HOURGLASS_ENGINE: node, wasm or cpu.
import { chooseSvm, classifyBySvm, errorOf } from '@hourglass/baselines'
import { DATASET, HourglassError, PluginHost } from '@hourglass/core'
import datasets from '@hourglass/datasets'
import { parseEngineChoice, selectEngine } from '@hourglass/engine'
import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'

import { HELP, readOptions } from './difficulty-options.mjs'
import { describeMachine } from './machine.mjs'
import { halfWidth, misordered, PUBLISHED_SVM } from './published-difficulty.mjs'
import { table } from './tables/markdown.mjs'

const LINEAR_COSTS = [0.001, 0.01, 0.1, 1]

const percent = (fraction) => (100 * fraction).toFixed(2)

async function main({ sets, ...values }) {
  const choice = parseEngineChoice(process.env.HOURGLASS_ENGINE || 'auto')
  const { engine } = await selectEngine(choice, { unusable: nativeUnusableReason, create: createNodeEngine })
  const command = ['difficulty.mjs', ...process.argv.slice(2)].join(' ')
  const date = new Date().toISOString().slice(0, 10)
  console.log(`${describeMachine()}; ${engine.description}; ${date}; \`${command}\`.\n`)
  const results = []
  for (const set of sets) results.push(...(await measure(set, values)))
  console.log(table([HEADING, ...results.map(rowOf)]))
  const compared = firstOfEach(results.filter(({ machine, name }) => machine === 'rbf' && name in PUBLISHED_SVM))
  if (compared.length > 1) {
    const wrong = misordered(compared)
    console.log(`\nOrder of the sets, RBF: ${wrong.length === 0 ? 'as published' : `published ${wrong.join(', ')}`}.`)
  }
  engine.dispose()
}

/** Of each set the first one, where it is there with several options. */
const firstOfEach = (results) =>
  results.filter(({ name }, place) => results.findIndex((other) => other.name === name) === place)

/** One result for each kind of machine. */
async function measure(set, { machines, test: most, retrain, verbose }) {
  const { text, name, options } = set
  const source = new PluginHost([datasets]).createScope().create(DATASET, { use: name, ...options })
  const { spec, train, validation, test } = await source.load(verbose ? console.error : undefined)
  const examples = Math.min(most, test.size)
  const tested = { size: examples, rows: (places) => test.rows(places), labels: test.labels.subarray(0, examples) }
  const results = []
  for (const machine of machines) {
    const start = performance.now()
    const found = await chooseSvm({ train, validation }, { ...gridOf(machine, set, spec), retrain })
    const chose = performance.now()
    const error = errorOf(classifyBySvm(found.model, found.train, tested), tested)
    const [seconds, predicting] = [(chose - start) / 1000, (performance.now() - chose) / 1000]
    results.push({ ...found, text, name, machine, error, examples, seconds, predicting })
    if (verbose) for (const trial of found.trials) console.error(`${text}, ${machine}: ${describeTrial(trial)}`)
    console.error(`${text}, ${machine}: ${percent(error)} %, ${seconds.toFixed(0)} s`)
  }
  return results
}

function gridOf(machine, { gammas, costs }, { dimensions }) {
  if (machine === 'linear') return { kernels: [{ use: 'linear' }], costs: LINEAR_COSTS }
  return { kernels: gammas.map((times) => ({ use: 'rbf', gamma: times / dimensions })), costs }
}

const describeTrial = ({ kernel: { gamma }, cost, validationError, supportVectors }) =>
  `γ ${gamma?.toPrecision(3) ?? '–'}, C ${cost}: ${percent(validationError)} %, ${supportVectors} support vectors`

const HEADING = [
  'set',
  'SVM',
  'γ',
  'C',
  'support vectors',
  'validation %',
  'test %',
  'published %',
  'choosing, s',
  'predicting, s',
]

function rowOf({ text, name, machine, chosen, atEdge, error, examples, seconds, predicting }) {
  const { kernel, cost, validationError, supportVectors } = chosen
  return [
    text,
    machine,
    kernel.use === 'rbf' ? kernel.gamma.toPrecision(3) : '–',
    `${cost}${atEdge ? ' (edge of the grid)' : ''}`,
    supportVectors,
    percent(validationError),
    `${percent(error)} ± ${percent(halfWidth(error, examples))}`,
    machine === 'rbf' ? (PUBLISHED_SVM[name] ?? '–') : '–',
    seconds.toFixed(0),
    predicting.toFixed(1),
  ].map(String)
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) console.log(HELP)
  else await main(options)
} catch (error) {
  if (error instanceof HourglassError) console.error(error.format())
  else console.error(error instanceof TypeError || error instanceof RangeError ? `${error.message}\n\n${HELP}` : error)
  process.exitCode = 1
}
