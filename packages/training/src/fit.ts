import { setImmediate as nextTurn } from 'node:timers/promises'

import {
  type Engine,
  HourglassError,
  type Key,
  type LearningRule,
  nameWithin,
  type Params,
  paramsWithin,
  type Snapshot,
  type Split,
  type StageEvent,
  type TensorRecord,
} from '@hourglass/core'
import { batchIndices, free } from '@hourglass/engine'
import { scalar, tidy } from '@tensorflow/tfjs-core'

import { type Batch, batchSource } from './batch-source.js'
import { copiesOf } from './copies-of.js'
import { type Descent, learningRateAt } from './descent.js'
import { readTerms } from './measure-objective.js'
import { RunningMean, type Sums } from './running-mean.js'
import { type SupervisedRule, supervision } from './supervised-rule.js'
import { type StepInputs, trainingStep } from './training-step.js'

export interface FitOptions {
  readonly engine: Engine
  /** A supervised one is told the classes of each batch. */
  readonly rule: LearningRule | SupervisedRule
  /** What a supervised rule needs besides and nothing changes; still the caller's. */
  readonly fixed?: Params
  readonly descent: Descent
  readonly train: Split
  readonly epochs: number
  readonly batch: number
  /** Streams `start`, `shuffle`/epoch and `step`/number are folded from it. */
  readonly key: Key
  readonly signal: AbortSignal
  /** Means over validation after an epoch; may ask to stop. */
  readonly afterEpoch: (epoch: number, params: Params) => { validation?: Record<string, number>; stop?: string }
  /** What a checkpoint of the same training took: it goes on from there. */
  readonly resume?: Snapshot | undefined
}

type Inputs = Omit<StepInputs, 'x'> & { readonly batch: Batch; readonly told: TensorRecord }

/** How far a training has come: all that it is but tensors. Every draw follows from the key and these numbers. */
type Position = {
  readonly epoch: number
  /** Done in this epoch. */
  readonly batches: number
  /** Done in all. */
  readonly steps: number
  /** Of this epoch; told, and of no effect. */
  readonly seconds: number
  readonly means: Sums
}

const BEGINNING: Position = { epoch: 1, batches: 0, steps: 0, seconds: 0, means: { examples: 0, sums: {} } }

/** Milliseconds between two yields within an epoch, at which a progress bar moves and Ctrl-C is heard. */
const YIELD_EVERY = 100

/**
 * Minibatch descent: every epoch a new order of the examples, every step a key of its own. Takes over `initial`
 * (disposes of them) and returns the last ones. A checkpoint after every step, and one after every epoch.
 *
 * @throws HourglassError `diverged` at the first value that is not finite; the signal's reason when aborted
 */
export async function* fit(options: FitOptions, initial: Params): AsyncGenerator<StageEvent, Params, void> {
  const { engine, rule, descent, train, epochs, batch, key, signal } = options
  const taught = supervision(rule, train, options.fixed ?? {})
  const step = engine.compile(({ batch: given, told, ...inputs }: Inputs) =>
    trainingStep(taught.rule(told), descent, engine.random)({ ...inputs, x: source.floats(given) }),
  )
  const stepsPerEpoch = Math.ceil(train.size / batch)
  const source = batchSource(engine, train)
  const at = (options.resume?.position ?? BEGINNING) as Position
  let { params, slots, state } =
    options.resume === undefined ? begin(options, initial) : takeUp(options.resume, initial)
  let { steps } = at
  let finished = false
  const checkpoint = (position: () => Position): StageEvent => ({
    kind: 'checkpoint',
    take: () => ({
      position: position(),
      tensors: { ...nameWithin('params', params), ...nameWithin('slots', slots), ...nameWithin('state', state) },
    }),
  })
  try {
    for (let { epoch } = at; epoch <= epochs; epoch++) {
      const before = epoch === at.epoch ? at : { ...BEGINNING, epoch, steps }
      const means = new RunningMean(before.means)
      const began = performance.now()
      const secondsSoFar = (): number => before.seconds + (performance.now() - began) / 1000
      let yielded = began
      let seen = 0
      let batches = 0
      const shuffleKey = engine.random.fold(key, 'shuffle', epoch)
      const order = engine.random.permutation(shuffleKey, train.size)
      shuffleKey.dispose()
      for (const indices of batchIndices(order, batch)) {
        batches++
        if (batches <= before.batches) continue
        signal.throwIfAborted()
        steps++
        const given = source.batch(indices)
        const told = taught.tell(indices)
        const learningRate = learningRateAt(descent, { step: steps, steps: epochs * stepsPerEpoch, stepsPerEpoch })
        const now = { learningRate: scalar(learningRate), number: scalar(steps, 'int32') }
        const outputs = step({ params, slots, state, batch: given, told, key, ...now })
        const terms = readTerms(outputs)
        disposeReplaced([params, slots, state], [outputs.params, outputs.slots, outputs.state])
        source.release(given)
        taught.release(told)
        free(now, outputs.value, outputs.terms)
        params = outputs.params
        slots = outputs.slots
        state = outputs.state
        refuseNonFinite(terms, epoch, steps)
        means.add(terms, indices.length)
        seen += indices.length
        yield checkpoint(() => ({ epoch, batches, steps, seconds: secondsSoFar(), means: means.sums() }))
        if (performance.now() - yielded < YIELD_EVERY) continue
        yielded = performance.now()
        const examplesPerSecond = (1000 * seen) / (yielded - began)
        yield { kind: 'step', epoch, epochs, step: batches, stepsPerEpoch, examplesPerSecond, terms: means.means() }
        // The loop never waits otherwise, and signals are heard only between two turns of the event loop.
        await nextTurn()
      }
      const seconds = secondsSoFar()
      const { validation, stop } = options.afterEpoch(epoch, params)
      if (validation !== undefined) refuseNonFinite(validation, epoch, steps)
      const examplesPerSecond = train.size / seconds
      yield { kind: 'epoch', epoch, epochs, train: means.means(), validation, examplesPerSecond, seconds }
      await nextTurn()
      if (stop === undefined) {
        yield checkpoint(() => ({ ...BEGINNING, epoch: epoch + 1, steps }))
        continue
      }
      yield { kind: 'note', message: stop }
      break
    }
    finished = true
    return params
  } finally {
    // Also when the consumer stops listening, which runs this and nothing else.
    if (!finished) free(params)
    free(slots, state)
    source.dispose()
  }
}

function begin(
  { engine, rule, descent, key }: FitOptions,
  initial: Params,
): Record<'params' | 'slots' | 'state', Params> {
  const params = inNameOrder(initial)
  return { params, slots: tidy(() => descent.optimizer.init(params)), state: startOf(rule, engine, key) }
}

/** What a checkpoint took, in tensors of one's own. */
function takeUp({ tensors }: Snapshot, initial: Params): Record<'params' | 'slots' | 'state', Params> {
  free(initial)
  const part = (name: string): Params => copiesOf(paramsWithin(name, tensors))
  return { params: inNameOrder(part('params')), slots: part('slots'), state: part('state') }
}

/**
 * What sums over parameters (a norm, weight decay) rounds by their order; that of a file read back is by name. With one
 * order the same parameters give the same bits wherever they come from.
 */
function inNameOrder(params: Params): Params {
  return Object.fromEntries(Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** What a learning rule carries from step to step, in the beginning. */
function startOf(rule: FitOptions['rule'], { random }: Engine, key: Key): Params {
  if (typeof rule === 'function') return {}
  return tidy(() => rule.start?.(random.fold(key, 'start')) ?? {})
}

/** An optimizer may hand a tensor on unchanged. */
function disposeReplaced(before: readonly Params[], after: readonly Params[]): void {
  const kept = new Set(after.flatMap((record) => Object.values(record)))
  for (const tensor of before.flatMap((record) => Object.values(record))) if (!kept.has(tensor)) tensor.dispose()
}

function refuseNonFinite(terms: Readonly<Record<string, number>>, epoch: number, step: number): void {
  const broken = Object.entries(terms).find(([name, value]) => name !== 'objective' && !Number.isFinite(value))
  if (broken === undefined && Number.isFinite(terms['objective'])) return
  const [name, value] = broken ?? ['objective', terms['objective']]
  throw new HourglassError('diverged', `training diverged: ${name} is ${value} in epoch ${epoch}, step ${step}`, {
    expected: 'a finite number',
    remedy:
      step === 1
        ? 'nothing has been learned yet: look at the noise, the loss, the model and the data'
        : 'a smaller learningRate (a tenth is a good next guess), or a smaller weight of the penalty that grew',
  })
}
