import {
  definePlugin,
  ENGINE,
  type Engine,
  HourglassError,
  type Key,
  PluginHost,
  REGULARIZER,
  type Regularizer,
  type PenaltyPoint,
} from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import {
  abs,
  add,
  addN,
  grad,
  greater,
  keep,
  mean,
  mul,
  scalar,
  type Scalar,
  square,
  sum,
  type Tensor2D,
  tensor2d,
  where,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { rowsOf } from './numbers-of.js'
import { type ReferenceNetwork, referenceNetwork } from './reference-network.js'
import * as check from './test-penalty.js'
import { testRegularizer } from './test-regularizer.js'

// What the suite asks of an author: a plugin of ten lines passes with a case of three.
const plugin = definePlugin({
  name: 'regularizers-of-this-test',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(REGULARIZER, 'activity-l2', {
        summary: 'Σ_j h_j², averaged over the batch',
        options: z.strictObject({}),
        create: () => ({ penalty: ({ h }) => mean(sum(square(h), 1)) as Scalar }),
      })
      .add(REGULARIZER, 'jittered-code', {
        summary: 'Σ_j u_j h_j, u_j ~ U[0, 1), averaged over the batch',
        options: z.strictObject({}),
        create: (_, { resolve }) => {
          const { random } = resolve(ENGINE)
          return { penalty: ({ h, key }) => mean(sum(mul(random.uniform(key, h.shape), h), 1)) as Scalar }
        },
      }),
})
const meanOf = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0) / numbers.length
const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, each, j) => total + each * b[j]!, 0)

testRegularizer(plugin, 'activity-l2', [{ penalty: ({ h }) => meanOf(h.map((code) => dot(code, code))) }])

testRegularizer(plugin, 'jittered-code', [
  {
    penalty: ({ h, key, random }) => {
      const u = rowsOf(random.uniform(key, [h.length, h[0]!.length]))
      return meanOf(h.map((code, row) => dot(code, u[row]!)))
    },
    random: true,
    networks: [
      { activation: 'tanh', hidden: [2] },
      (dimensions, random) => referenceNetwork({ dimensions, hidden: [3, 1], activation: 'sigmoid' }, random),
    ],
  },
])

describe('the settings of every regularizer', () => {
  const host = new PluginHost([plugin])

  it('weigh it by 1 unless told, and refuse what is no weight', () => {
    expect(host.complete(REGULARIZER, 'activity-l2')).toEqual({ use: 'activity-l2', weight: 1 })
    for (const weight of [-1, 'much', Number.POSITIVE_INFINITY])
      expect(() => host.complete(REGULARIZER, { use: 'activity-l2', weight })).toThrow(HourglassError)
  })

  it('leave R as it is: the weight λ is the objective’s', () => {
    const h = tensor2d([[1, 2]])
    for (const weight of [1, 0.001]) {
      const regularizer = host.createScope().create(REGULARIZER, { use: 'activity-l2', weight })
      expect(regularizer.penalty({ h } as PenaltyPoint).dataSync()[0]).toBe(5)
    }
  })
})

describe('what the suite refuses', () => {
  let engine: Engine
  let network: ReferenceNetwork
  let tensors: Pick<check.Trial, 'params' | 'x' | 'xTilde' | 'key'>
  let otherKey: Key
  beforeAll(async () => {
    engine = await createCpuEngine()
    const { random } = engine
    const root = random.key('wrong regularizers')
    network = referenceNetwork({ dimensions: 3, hidden: [1], activation: 'sigmoid' }, random)
    const x = random.uniform(random.fold(root, 'x'), [4, 3]) as Tensor2D
    const xTilde = add(x, random.uniform(random.fold(root, 'x̃'), [4, 3], -0.3, 0.3)) as Tensor2D
    tensors = { params: network.model.init(random.fold(root, 'params')), x, xTilde, key: random.fold(root, 'point') }
    otherKey = random.fold(root, 'other')
  })

  const contractiveNorm: (over: 'x' | 'xTilde') => check.Trial['reference'] = (over) => (params) =>
    meanOf(
      rowsOf(tensors[over]).map((each) =>
        network.jacobian(params, each).reduce((total, row) => total + dot(row, row), 0),
      ),
    )
  const weights = (params: Parameters<check.Trial['reference']>[0]) => params['encoder.0.W']!
  const trial = (penalty: Regularizer['penalty'], reference: check.Trial['reference'] = () => 0): check.Trial => ({
    engine,
    regularizer: { penalty },
    model: network.model,
    reference,
    ...tensors,
  })
  /** Rows of ∂h/∂x for a single unit. */
  const nested: Regularizer['penalty'] = ({ model, params, xTilde }) =>
    mean(sum(square(grad((x) => sum(model.encode(params, x as Tensor2D)))(xTilde)), 1)) as Scalar

  it('a gradient of a gradient: the value is right, the gradient is not', () => {
    const reference = contractiveNorm('xTilde')
    expect(() => check.checkValueAndGradient(trial(nested, reference))).toThrow('∂R/∂encoder.0.')
    const params = Object.fromEntries(
      Object.entries(tensors.params).map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())] as const),
    )
    expect(check.penaltyAt(trial(nested)).dataSync()[0]).toBeCloseTo(reference(params), 5)
  })

  it('the clean x in the place of x̃', () => {
    const wrong: Regularizer['penalty'] = ({ model, params, x }) =>
      mean(sum(square(model.encode(params, x)), 1)) as Scalar
    const reference: check.Trial['reference'] = (params) =>
      meanOf(rowsOf(tensors.xTilde).map((each) => dot(network.encode(params, each), network.encode(params, each))))
    expect(() => check.checkValueAndGradient(trial(wrong, reference))).toThrow("the case's float64 penalty is")
  })

  it('weights summed before they are squared', () => {
    const wrong: Regularizer['penalty'] = ({ params }) => square(sum(params['encoder.0.W']!)) as Scalar
    expect(() => check.checkValueAndGradient(trial(wrong, (params) => dot(weights(params), weights(params))))).toThrow(
      'R is',
    )
  })

  it('a gradient where there is none: a parameter that does not enter has gradient 0', () => {
    const wrong: Regularizer['penalty'] = ({ params }) =>
      add(sum(square(params['encoder.0.W']!)), mul(sum(params['encoder.0.b']!), 1e-4)) as Scalar
    expect(() => check.checkValueAndGradient(trial(wrong, (params) => dot(weights(params), weights(params))))).toThrow(
      /R is|∂R\/∂encoder\.0\.b/,
    )
  })

  it('an operation without a gradient, with a word on what to do', () => {
    const wrong: Regularizer['penalty'] = ({ h }) => sum(mul(h, greater(h, 0.5))) as Scalar
    expect(() => check.checkValueAndGradient(trial(wrong))).toThrow('stopGradient')
    const chosen: Regularizer['penalty'] = ({ h }) => sum(where(greater(h, 0.5), h, abs(h))) as Scalar
    expect(() => check.checkValueAndGradient(trial(chosen))).toThrow('stopGradient')
  })

  it('a sum over the batch', () => {
    expect(() => check.checkMeanOverBatch(trial(({ h }) => sum(square(h)) as Scalar))).toThrow('a mean over examples')
  })

  it('a number for each example, or an integer, in the place of a scalar', () => {
    expect(() => check.checkPurity(trial(({ h }) => sum(h, 1) as never))).toThrow('one float32 number')
    expect(() => check.checkPurity(trial(() => scalar(1, 'int32')))).toThrow('one float32 number')
  })

  it('what is random without the key, or in spite of it', () => {
    let calls = 0
    const drifting = trial(({ h }) => mul(sum(h), ++calls) as Scalar)
    expect(() => check.checkKey(drifting, false, otherKey)).toThrow('the same key gave another R')
    const drawing = trial(({ key }) => engine.random.uniform(key, []) as Scalar)
    expect(() => check.checkKey(drawing, false, otherKey)).toThrow('says `random: true`')
    expect(() => check.checkKey(drawing, true, otherKey)).not.toThrow()
    expect(() =>
      check.checkKey(
        trial(({ h }) => sum(h) as Scalar),
        true,
        otherKey,
      ),
    ).toThrow('another key gave the same R')
  })

  it('a capability that it uses and does not name, or names and nobody has', () => {
    const wrong = trial(({ model, params }) => addN(model.decoderWeights!(params).map((D) => sum(square(D)))) as Scalar)
    expect(() => check.checkRequires(wrong)).toThrow('decoderWeights')
    const named = { ...wrong, regularizer: { ...wrong.regularizer, requires: ['decoderWeights'] as const } }
    expect(() => check.checkRequires(named)).not.toThrow()
    const unknown = { ...wrong, regularizer: { ...wrong.regularizer, requires: ['weights' as never] } }
    expect(() => check.checkRequires(unknown)).toThrow('no capability')
  })

  it('a tensor that is kept', async () => {
    await expect(check.checkLeaks(trial(({ h }) => keep(sum(h)) as Scalar))).resolves.toBeUndefined()
    const wrong: Regularizer['penalty'] = ({ h }) => sum(keep(square(h))) as Scalar
    await expect(check.checkLeaks(trial(wrong))).rejects.toThrow('left behind')
  })
})
