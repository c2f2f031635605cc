// `node tooling/bench/src/difficulty.mjs [set …]`: how hard the sets of Larochelle et al. 2007 are for a linear SVM and one
// with an RBF kernel, beside what was published. Prints Markdown. A set is named alone or with options of its own:
// `mnist-bg-img,composition=over`. HOURGLASS_DATA: the folder with MNIST; HOURGLASS_ENGINE: node, wasm or cpu.
import { parseArgs } from 'node:util'

import { chooseSvm, classifyBySvm, errorOf } from '@hourglass/baselines'
import { DATASET, HourglassError, PluginHost } from '@hourglass/core'
import datasets from '@hourglass/datasets'
import { parseEngineChoice, selectEngine } from '@hourglass/engine'
import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'

import { describeMachine } from './machine.mjs'
import { halfWidth, misordered, PUBLISHED_SVM } from './published-difficulty.mjs'
import { table } from './tables/markdown.mjs'

const HELP = `node tooling/bench/src/difficulty.mjs [options] [set[,option=value…] …]

  set                 default: ${[...Object.keys(PUBLISHED_SVM), 'convex'].join(' ')}
  --fast              one γ and C for each set, 5,000 test examples, no linear SVM: to compare options of a set
  --machines a,b      of rbf, linear; default: both
  --gammas a,b        in units of 1/d; default: 1,4,16,64
  --costs a,b         C of the RBF kernel; default: 1,10,100
  --test n            of the test examples the first n alone
  --retrain           the chosen one once more, on train and validation
  --verbose           tells every setting that was tried
  --help
`

/** γ in units of 1/d and C of --fast: what the grid chooses on each set as it is made by default. */
const FAST = {
  'mnist-basic': [16, 10],
  'mnist-rot': [16, 10],
  'mnist-bg-rand': [4, 10],
  'mnist-bg-img': [4, 10],
  'mnist-bg-img-rot': [4, 10],
  rectangles: [4, 100],
  'rectangles-images': [4, 10],
  convex: [16, 10],
}
const FAST_TEST = 5000
const LINEAR_COSTS = [0.001, 0.01, 0.1]

const percent = (fraction) => (100 * fraction).toFixed(2)

async function main({ values, sets }) {
  const choice = parseEngineChoice(process.env.HOURGLASS_ENGINE || 'auto')
  const { engine } = await selectEngine(choice, { unusable: nativeUnusableReason, create: createNodeEngine })
  const command = ['difficulty.mjs', ...process.argv.slice(2)].join(' ')
  const date = new Date().toISOString().slice(0, 10)
  console.log(`${describeMachine()}; ${engine.description}; ${date}; \`${command}\`.\n`)
  const results = []
  for (const set of sets) results.push(...(await measure(set, values)))
  console.log(table([HEADING, ...results.map(rowOf)]))
  const [plain, seen] = [results.filter(({ machine }) => machine === 'rbf'), new Set()]
  const wrong = misordered(plain.filter(({ name }) => !seen.has(name) && seen.add(name)))
  console.log(`\nOrder of the sets, RBF: ${wrong.length === 0 ? 'as published' : `published ${wrong.join(', ')}`}.`)
  engine.dispose()
}

/** One result for each kind of machine. */
async function measure({ text, name, options }, { fast, machines, gammas, costs, test: most, retrain, verbose }) {
  const host = new PluginHost([datasets])
  const { spec, train, validation, test } = await host
    .createScope()
    .create(DATASET, { use: name, ...options })
    .load(console.error)
  const examples = Math.min(most, test.size)
  const tested = { ...test, size: examples, labels: test.labels.slice(0, examples) }
  const rbf = { machine: 'rbf', kernels: gammas.map((times) => rbfKernel(times, spec)), costs }
  const quick = { machine: 'rbf', kernels: [rbfKernel(FAST[name]?.[0] ?? 16, spec)], costs: [FAST[name]?.[1] ?? 10] }
  const linear = { machine: 'linear', kernels: [{ use: 'linear' }], costs: LINEAR_COSTS }
  const results = []
  for (const { machine, kernels, costs } of [linear, fast ? quick : rbf].filter(({ machine }) =>
    machines.includes(machine),
  )) {
    const start = performance.now()
    const {
      model,
      train: trained,
      chosen,
      trials,
      atEdge,
    } = await chooseSvm({ train, validation }, { kernels, costs, retrain })
    const chose = performance.now()
    const error = errorOf(classifyBySvm(model, trained, tested), tested)
    const [seconds, predicting] = [(chose - start) / 1000, (performance.now() - chose) / 1000]
    results.push({ text, name, machine, chosen, atEdge, error, examples, seconds, predicting })
    if (verbose)
      for (const { kernel, cost, validationError, supportVectors } of trials)
        console.error(
          text,
          JSON.stringify(kernel),
          `C ${cost}: ${percent(validationError)} %, ${supportVectors} vectors`,
        )
    console.error(`${text}, ${machine}: ${percent(error)} %, ${seconds.toFixed(0)} s`)
  }
  return results
}

const rbfKernel = (times, { dimensions }) => ({ use: 'rbf', gamma: times / dimensions })

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

/** @throws TypeError, RangeError for what cannot be */
function readOptions(parameters) {
  const { values, positionals } = parseArgs({
    args: parameters.filter((parameter) => parameter !== '--'),
    allowPositionals: true,
    options: {
      fast: { type: 'boolean', default: false },
      machines: { type: 'string' },
      gammas: { type: 'string', default: '1,4,16,64' },
      costs: { type: 'string', default: '1,10,100' },
      test: { type: 'string' },
      retrain: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { fast } = values
  const machines = (values.machines ?? (fast ? 'rbf' : 'linear,rbf')).split(',')
  const [gammas, costs] = [numbers('gammas', values.gammas), numbers('costs', values.costs)]
  const [test] = numbers('test', values.test ?? String(fast ? FAST_TEST : Number.MAX_SAFE_INTEGER))
  const sets = (positionals.length > 0 ? positionals : Object.keys(FAST)).map(namedSet)
  return { values: { ...values, machines, gammas, costs, test }, sets }
}

function numbers(name, text) {
  const values = text.split(',').map(Number)
  if (values.every((value) => value > 0)) return values
  throw new RangeError(`--${name} ${text}: every number of it must be above 0`)
}

/** `name,option=value,…`: a value is JSON where it can be, else text. */
function namedSet(text) {
  const [name, ...given] = text.split(',')
  const options = given.map((one) => {
    const at = one.indexOf('=')
    if (at < 1) throw new TypeError(`"${one}" of "${text}" is not option=value`)
    return [one.slice(0, at), valueOf(one.slice(at + 1))]
  })
  return { text, name, options: Object.fromEntries(options) }
}

function valueOf(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options.values.help) console.log(HELP)
  else await main(options)
} catch (error) {
  if (error instanceof HourglassError) console.error(error.format())
  else console.error(error instanceof TypeError || error instanceof RangeError ? `${error.message}\n\n${HELP}` : error)
  process.exitCode = 1
}
