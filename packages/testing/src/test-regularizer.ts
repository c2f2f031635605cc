import { type Key, type Plugin, type Random, REGULARIZER, type Regularizer } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { add, keep, type Tensor2D } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, it } from 'vitest'

import { type Bench, describeVariant, type VariantCase } from './describe-variant.js'
import { rowsOf } from './numbers-of.js'
import type { NumericRecord } from './numeric-record.js'
import { type ReferenceNetwork, referenceNetwork, type ReferenceNetworkOptions } from './reference-network.js'
import * as check from './test-penalty.js'

/** A `PenaltyPoint` in float64. */
export interface ReferencePoint {
  /** The batch, an array of d_x numbers for each example. */
  readonly x: readonly Float64Array[]
  readonly xTilde: readonly Float64Array[]
  /** h(x̃), an array of d_h numbers for each example. */
  readonly h: readonly Float64Array[]
  /** By name, row-major; see `referenceNetwork` for the names. */
  readonly params: NumericRecord
  /** The model in float64: `encode`, `decode`, `jacobian`, `posterior` of one example. */
  readonly network: ReferenceNetwork
  /** The plugin's own key, to draw again what it draws: `rowsOf(random.uniform(key, …))`. */
  readonly key: Key
  readonly random: Random
}

/** A network to take the penalty on: its layers, or how to make one for examples of that many numbers. */
export type CaseNetwork =
  | Omit<ReferenceNetworkOptions, 'dimensions'>
  | ((dimensions: number, random: Random) => ReferenceNetwork)

export interface RegularizerCase extends VariantCase {
  /**
   * R in float64 by plain loops, from the numbers of the point alone: what the paper's formula says, not a copy of the
   * plugin's code. Its finite differences are the truth for the plugin's gradient. Tensors made here are freed.
   */
  penalty(point: ReferencePoint): number
  /** R draws from the key. Absent: it must give the same for every key. */
  readonly random?: boolean
  /** Absent: one layer with sigmoid, one with tanh, two with sigmoid, their widths random. */
  readonly networks?: readonly CaseNetwork[]
}

/** Batches at which R is taken, the last one without noise: there x̃ is the same tensor as x. */
const TRIALS = [
  { batch: 4, noisy: true },
  { batch: 1, noisy: true },
  { batch: 3, noisy: false },
] as const

/**
 * The conformance suite of regularizers, called at the top level of a test file. On each network, for three batches:
 *
 * - R and its gradient with respect to every parameter, also those that R does not depend on, are those of the case's
 *   float64 `penalty` and its finite differences;
 * - R is a float32 scalar, a mean over the batch, finite, a pure function of the point (the same key gives the same R;
 *   another key gives another one exactly where the case says `random`), and the same when it is compiled;
 * - it needs no capability of the model that `requires` does not name;
 * - it leaks no tensor and changes none.
 */
export function testRegularizer(plugin: Plugin, name: string, cases: readonly RegularizerCase[]): void {
  describeVariant(REGULARIZER, plugin, name, cases, (bench, given) => {
    const networks = given.networks ?? [randomWidths('sigmoid', 1), randomWidths('tanh', 1), randomWidths('sigmoid', 2)]
    for (const [place, network] of networks.entries())
      describe(`network ${place}: ${titleOf(network)}`, () => testOn(bench, given, network, place))
  })
}

function testOn(bench: Bench<Regularizer>, given: RegularizerCase, network: CaseNetwork | RandomWidths, place: number) {
  let trials: check.Trial[] = []
  let otherKey: Key
  beforeAll(() => {
    otherKey = keep(bench.key('another key', place))
    trials = TRIALS.map((trial, number) =>
      check.inTidy(() => drawTrial(bench, given, network, { ...trial, place, number })),
    )
  })
  afterAll(() => {
    for (const { params, x, xTilde, key } of trials) free({ ...params, x, xTilde, key })
    free(otherKey)
  })
  const onAll = (run: (trial: check.Trial) => void) => () => trials.forEach(run)

  it('R and ∂R/∂ every parameter are those of the float64 reference', onAll(check.checkValueAndGradient))
  it('R is a scalar, and what was given is as it was', onAll(check.checkPurity))
  it(
    given.random ? 'R is random, and the same for the same key' : 'R is not random',
    onAll((trial) => check.checkKey(trial, given.random ?? false, otherKey)),
  )
  if (!given.random) it('R is a mean over the batch', onAll(check.checkMeanOverBatch))
  it('asks of the model what `requires` names and no more', onAll(check.checkRequires))
  it('compiled, it gives the same', onAll(check.checkCompiled))
  it('leaks no tensor', () => check.checkLeaks(trials[0]!))
}

interface RandomWidths {
  readonly activation: ReferenceNetworkOptions['activation']
  readonly depth: number
}

function randomWidths(activation: RandomWidths['activation'], depth: number): RandomWidths {
  return { activation, depth }
}

function titleOf(network: CaseNetwork | RandomWidths): string {
  if (typeof network === 'function') return 'made by the case'
  return `${network.activation}, ${'depth' in network ? `${network.depth} of random width` : network.hidden.join('-')}`
}

function drawTrial(
  { engine, variant, data, key }: Bench<Regularizer>,
  given: RegularizerCase,
  spec: CaseNetwork | RandomWidths,
  at: { readonly batch: number; readonly noisy: boolean; readonly place: number; readonly number: number },
): check.Trial {
  const { random } = engine
  const stream = (label: string) => key(label, at.place, at.number)
  const network = makeNetwork(spec, data.dimensions, random, stream('widths'))
  const [low, high] = data.range
  const shape: [number, number] = [at.batch, data.dimensions]
  const x = keep(random.uniform(stream('x'), shape, low, high) as Tensor2D)
  const reach = 0.3 * (high - low)
  const xTilde = at.noisy ? keep(add(x, random.uniform(stream('noise'), shape, -reach, reach)) as Tensor2D) : x
  const params = network.model.init(stream('params'))
  for (const tensor of Object.values(params)) keep(tensor)
  const pointKey = keep(stream('point'))
  const rows = { x: rowsOf(x), xTilde: rowsOf(xTilde) }
  return {
    engine,
    regularizer: variant,
    model: network.model,
    params,
    x,
    xTilde,
    key: pointKey,
    reference: (params) =>
      check.inTidy(() =>
        given.penalty({
          ...rows,
          get h() {
            return rows.xTilde.map((each) => network.encode(params, each))
          },
          params,
          network,
          key: pointKey,
          random,
        }),
      ),
  }
}

function makeNetwork(
  spec: CaseNetwork | RandomWidths,
  dimensions: number,
  random: Random,
  widths: Key,
): ReferenceNetwork {
  if (typeof spec === 'function') return spec(dimensions, random)
  if (!('depth' in spec)) return referenceNetwork({ ...spec, dimensions }, random)
  // 1 … 8 units: more and fewer than an example has numbers.
  const hidden = Array.from(random.permutation(widths, 8)).slice(0, spec.depth)
  return referenceNetwork({ activation: spec.activation, hidden: hidden.map((units) => units + 1), dimensions }, random)
}
