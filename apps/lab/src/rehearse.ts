import {
  type Experiment,
  HourglassError,
  type Key,
  type LearningRule,
  type Metric,
  type ModelCapability,
  type Params,
  type Subject,
} from '@hourglass/core'
import { batchTensor, inOrder } from '@hourglass/engine'
import { learningRuleOf, rowsPerExample } from '@hourglass/training'
import { mul, sum, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { checkSupport } from './check-support.js'
import type { Composition } from './compose-experiment.js'

/** Examples it is done with. */
const EXAMPLES = 3

/**
 * Goes once through all that training will do with an experiment, on three examples and without learning, so that parts
 * that do not fit each other are told before hours of work, by the names of both.
 *
 * @throws HourglassError `outside-support`, `model-lacks`, `model-loss-mismatch`, `not-finite`, `noise-unsupported`,
 *   `emphasis-unsupported`, `plugin-failed`
 */
export function rehearse(composition: Composition, experiment: Experiment, rootKey: Key): void {
  const { subject, metrics } = composition
  checkSupport(subject, experiment)
  refuseTooManyRows(subject)
  requireCapabilities(subject, metrics, experiment)
  const { model, dataset } = subject
  const { random } = subject.engine
  const rule = learningRuleOf({ ...subject, random })
  tidy(() => {
    const key = random.fold(rootKey, 'rehearsal')
    const params = attempt(`model "${experiment.model.use}" could not be initialised`, () =>
      model.init(random.fold(key, 'init')),
    )
    const x = batchTensor(dataset.train, inOrder(Math.min(EXAMPLES, dataset.train.size)))
    requireNoise(subject, experiment, x, random.fold(key, 'noise'))
    requireFit(subject, experiment, params, x)
    requirePenalties(subject, experiment, params, x, key)
    requireGradients(rule, params, x, random.fold(key, 'learn'))
    askParts(composition, Object.keys(params))
  })
}

/** What stages, metrics and baselines say themselves of the experiment, and of the parameters that they will find. */
function askParts({ subject, stages, metrics, baselines }: Composition, names: readonly string[]): void {
  const parameters = new Set(names)
  for (const [place, { stage }] of stages.entries()) {
    within(`stages[${place}]`, () => stage.check?.({ ...subject, parameters }))
    for (const name of stage.adds ?? []) parameters.add(name)
  }
  for (const [place, { check }] of metrics.entries())
    within(`metrics[${place}]`, () => check?.({ ...subject, parameters }))
  for (const [place, { baseline }] of baselines.entries())
    within(`baselines[${place}]`, () => baseline.check?.({ ...subject, stages }))
}

/** A place that begins with a dot is one among the part's own options. */
function placedWithin(path: string, error: HourglassError): HourglassError {
  const known = error.place?.path
  if (known?.startsWith('.') !== true) return error.at({ path })
  const { code, message, place, expected, remedy, also, cause } = error
  return new HourglassError(code, message, { place: { ...place, path: path + known }, expected, remedy, also, cause })
}

function within(path: string, ask: () => void): void {
  try {
    ask()
  } catch (error) {
    throw error instanceof HourglassError ? placedWithin(path, error) : error
  }
}

/** More corruptions of one example than any memory is for. */
const MOST_ROWS = 10_000

function refuseTooManyRows(subject: Subject): void {
  const rows = rowsPerExample(subject)
  if (rows <= MOST_ROWS) return
  throw new HourglassError(
    'too-large',
    `samples and walkback make ${rows.toLocaleString('en')} rows of every example`,
    {
      place: { path: 'noise.samples' },
      expected: `samples · (walkback + 1) of at most ${MOST_ROWS.toLocaleString('en')}`,
      remedy: 'fewer samples or a shorter walkback',
    },
  )
}

function requireCapabilities({ model, regularizers }: Subject, metrics: readonly Metric[], named: Experiment): void {
  const requireOf = (what: string, path: string, requires: readonly ModelCapability[] = []): void => {
    const lacking = requires.find((capability) => model[capability] === undefined)
    if (lacking === undefined) return
    throw new HourglassError('model-lacks', `${what} cannot serve model "${named.model.use}"`, {
      place: { path },
      expected: `a model with \`${lacking}\`: ${CAPABILITIES[lacking]}`,
      remedy: `leave ${what} out, or take another model`,
    })
  }
  for (const [place, { regularizer }] of regularizers.entries())
    requireOf(`regularizer "${named.regularizers[place]!.use}"`, `regularizers[${place}]`, regularizer.requires)
  for (const [place, { requires }] of metrics.entries())
    requireOf(`metric "${named.metrics[place]!.use}"`, `metrics[${place}]`, requires)
}

const CAPABILITIES: Readonly<Record<ModelCapability, string>> = {
  linearize: 'the Jacobian of its encoder',
  decoderWeights: 'the weight matrices of its decoder',
  posterior: 'a distribution over codes',
  freeEnergy: 'a free energy',
  generate: 'a way to draw new examples',
}

function requireNoise({ noise, dataset }: Subject, named: Experiment, x: Tensor2D, key: Key): void {
  if (noise === undefined) return
  const what = `noise "${named.noise!.use}"`
  const xTilde = attempt(`${what} could not corrupt data set "${dataset.name}"`, () => noise.corrupt(x, key))
  requireShape(xTilde, x.shape, `what ${what} gives`)
}

function requireFit({ model, loss, dataset }: Subject, named: Experiment, params: Params, x: Tensor2D): void {
  const [modelName, lossName] = [`model "${named.model.use}"`, `loss "${named.loss.use}"`]
  const { dimensions } = dataset.spec
  const examples = x.shape[0]
  const h = attempt(`${modelName} could not encode data set "${dataset.name}"`, () => model.encode(params, x))
  requireShape(h, [examples, model.codeDimensions], `the code of ${modelName}`)
  const theta = attempt(`${modelName} could not decode its own code`, () => model.decode(params, h))
  const p = loss.parametersPerDimension
  if (theta.shape[0] !== examples || theta.shape[1] !== dimensions * p)
    throw new HourglassError('model-loss-mismatch', `${modelName} does not fit ${lossName}`, {
      place: { path: 'loss' },
      expected:
        `${dimensions * p} numbers per example: ${lossName} takes ${p} for each of the ${dimensions} dimensions; ` +
        `${modelName} gives ${theta.shape[1] ?? 'none'}`,
      remedy: 'another loss, or a model that asks OUTPUT_DISTRIBUTION for parametersPerDimension, as dense does',
    })
  const nll = attempt(`${lossName} could not be taken of ${modelName}`, () => loss.nll(x, theta))
  requireShape(nll, [examples], `the NLL of ${lossName}`)
}

function requirePenalties(subject: Subject, named: Experiment, params: Params, x: Tensor2D, key: Key): void {
  const { model, regularizers } = subject
  const { random } = subject.engine
  for (const [place, { regularizer }] of regularizers.entries()) {
    const what = `regularizer "${named.regularizers[place]!.use}" of model "${named.model.use}"`
    const penalty = attempt(`${what} could not be taken`, () =>
      regularizer.penalty({
        x,
        xTilde: x,
        h: model.encode(params, x),
        params,
        model,
        key: random.fold(key, 'regularizer', place),
      }),
    )
    requireShape(penalty, [], `the penalty of ${what}`)
    requireFinite(penalty, what, `regularizers[${place}]`)
  }
}

/** One step of learning, without its update. */
function requireGradients(rule: LearningRule, params: Params, x: Tensor2D, key: Key): void {
  const state = rule.start?.(key) ?? {}
  const { value, gradients } = attempt(
    'the objective could not be differentiated',
    () => rule.learn(params, x, key, state),
    'values that are only compared, selected or drawn have no gradient: stopGradient of @hourglass/engine cuts them off',
  )
  requireFinite(value, 'the objective at the initial parameters')
  for (const [name, w] of Object.entries(params)) {
    const gradient = gradients[name]
    if (gradient === undefined)
      throw new HourglassError('plugin-failed', `the learning rule gives no gradient of parameter "${name}"`, {
        expected: 'one for each parameter',
      })
    requireShape(gradient, w.shape, `the gradient of parameter "${name}"`)
    requireFinite(sum(mul(gradient, 0)), `the gradient of parameter "${name}"`)
  }
}

function requireShape(tensor: Tensor, shape: readonly number[], what: string): void {
  if (tensor.shape.length === shape.length && shape.every((side, place) => tensor.shape[place] === side)) return
  throw new HourglassError('plugin-failed', `${what} has the shape [${tensor.shape.join(', ')}]`, {
    expected: shape.length === 0 ? 'one number' : `[${shape.join(', ')}]`,
    remedy: 'a fault of the plugin: its conformance tests show where',
  })
}

function requireFinite(value: Tensor, what: string, path?: string): void {
  const number = value.dataSync()[0]!
  if (Number.isFinite(number)) return
  throw new HourglassError('not-finite', `${what} is ${number} before anything is learned`, {
    place: { path },
    expected: 'a finite number',
    remedy: 'look at the options of the plugins, the range of the data, and the range of codes that a penalty is for',
  })
}

/** What the mathematics of a plugin throws, in words that name the plugin. */
function attempt<Result>(failure: string, compute: () => Result, hint?: string): Result {
  try {
    return compute()
  } catch (cause) {
    if (cause instanceof HourglassError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HourglassError('plugin-failed', `${failure}: ${reason}`, {
      expected: hint,
      remedy: 'likely a fault of a plugin; its error follows with --trace',
      cause,
    })
  }
}
