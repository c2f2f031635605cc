// hourglass.mjs compiled|eager|fast|wasm: Hourglass's own training step, taken as `fit` takes it.
import { free, selectEngine } from '@hourglass/engine'
import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'
import { learningRateAt, readTerms, trainingStep } from '@hourglass/training'
import { scalar, tidy } from '@tensorflow/tfjs-core'

import { composeRow } from './compose-row.mjs'
import { epochsOf } from './epochs.mjs'
import { matrixProducts } from './matrix-products.mjs'
import { readBatches, readParameters } from './read-inputs.mjs'
import { serve } from './serve.mjs'

const MODES = {
  compiled: ['node', { compile: 'on', precision: 'strict' }],
  eager: ['node', { compile: 'off', precision: 'strict' }],
  fast: ['node', { compile: 'on', precision: 'fast' }],
  wasm: ['wasm', {}],
}

const [choice, settings] = MODES[process.argv[2]]
const warnings = []
let engine
let net

serve({
  async setUp(request) {
    engine ??= await openEngine(request)
    if (net !== undefined) free(...net.owned())
    net = createNet(request)
    return { versions: { ...engine.facts, ...threadsOf(engine) }, warnings }
  },
  step: () => net.step(),
  multiply: () => net.multiply(),
  epochs: (request) => epochsOf(engine, net.row, net.composed, net.initial(), request),
})

async function openEngine({ threads }) {
  const native = { unusable: nativeUnusableReason, create: createNodeEngine }
  const warn = (message) => warnings.push(message)
  return (await selectEngine(choice, native, { ...settings, threads, warn })).engine
}

function createNet(request) {
  const { row } = request
  const composed = composeRow(row, engine)
  const { descent, ruleOf } = composed
  const batches = readBatches(request)
  const step = engine.compile(({ labels, ...inputs }) => trainingStep(ruleOf(labels), descent, engine.random)(inputs))
  const multiply = matrixProducts(engine, row)
  const key = engine.random.key('bench')
  // By name, as `fit` orders them.
  const initial = () =>
    Object.fromEntries(Object.entries(readParameters(request)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  let params = initial()
  let slots = tidy(() => descent.optimizer.init(params))
  let number = 0
  return {
    row,
    composed,
    initial,
    owned: () => [params, slots, key, ...batches],
    multiply,
    step() {
      const batch = batches[number % batches.length]
      number++
      const moment = { step: number, steps: 1e6, stepsPerEpoch: batches.length }
      const at = { learningRate: scalar(learningRateAt(descent, moment)), number: scalar(number, 'int32') }
      const outputs = step({ ...batch, params, slots, state: {}, key, ...at })
      const { objective } = readTerms(outputs)
      free(params, slots, at, outputs.value, outputs.terms)
      params = outputs.params
      slots = outputs.slots
      return objective
    },
  }
}

function threadsOf({ machine: { threads = 1 } = {} }) {
  return { threads }
}
