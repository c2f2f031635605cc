// What `difficulty.mjs` may be told.
import { parseArgs } from 'node:util'

import { PUBLISHED_SVM } from './published-difficulty.mjs'

export const HELP = `node tooling/bench/src/difficulty.mjs [options] [set[,option=value…] …]

  set                 default: ${[...Object.keys(PUBLISHED_SVM), 'convex'].join(' ')}
  --fast              one γ and C for each set, 5,000 test examples, no linear SVM: to compare options of a set
  --machines a,b      of rbf, linear; default: both
  --gammas a,b        in units of 1/d; default: 2,4,8,16,32,64
  --costs a,b         C of the RBF kernel; default: 1,10,100
  --test n            of the test examples the first n alone
  --retrain           the chosen one once more, on train and validation
  --verbose           tells every setting that was tried
  --help
`

/** γ in units of 1/d and C of --fast: what the grid chooses on each set as it is made by default. */
const FAST = {
  'mnist-basic': [32, 10],
  'mnist-rot': [32, 10],
  'mnist-bg-rand': [16, 10],
  'mnist-bg-img': [8, 10],
  'mnist-bg-img-rot': [32, 10],
  rectangles: [32, 1],
  'rectangles-images': [64, 10],
  convex: [16, 100],
}
const FAST_TEST = 5000
const FAST_ELSEWHERE = [16, 10]
const MACHINES = ['linear', 'rbf']

/**
 * Sets with what the RBF kernel is to be tried with on each, in `gammas` and `costs`.
 *
 * @throws TypeError, RangeError for what cannot be
 */
export function readOptions(parameters) {
  const { values, positionals } = parseArgs({
    args: parameters.filter((parameter) => parameter !== '--'),
    allowPositionals: true,
    options: {
      fast: { type: 'boolean', default: false },
      machines: { type: 'string' },
      gammas: { type: 'string' },
      costs: { type: 'string' },
      test: { type: 'string' },
      retrain: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { fast } = values
  const machines = (values.machines ?? (fast ? 'rbf' : MACHINES.join())).split(',')
  const unknown = machines.find((machine) => !MACHINES.includes(machine))
  if (unknown !== undefined) throw new RangeError(`there is no machine "${unknown}", but ${MACHINES.join(', ')}`)
  const [test] = numbers('test', values.test ?? String(fast ? FAST_TEST : Number.MAX_SAFE_INTEGER))
  const sets = (positionals.length > 0 ? positionals : Object.keys(FAST)).map((text) => {
    const set = namedSet(text)
    const [gamma, cost] = FAST[set.name] ?? FAST_ELSEWHERE
    const gammas = numbers('gammas', values.gammas ?? (fast ? String(gamma) : '2,4,8,16,32,64'))
    return { ...set, gammas, costs: numbers('costs', values.costs ?? (fast ? String(cost) : '1,10,100')) }
  })
  return { ...values, machines, test, sets }
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
