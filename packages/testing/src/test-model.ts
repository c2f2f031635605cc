import { type Autoencoder, MODEL, type ModelCapability, OUTPUT_DISTRIBUTION, type Plugin } from '@hourglass/core'
import { type Tensor, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'

import { describeVariant, type VariantCase } from './describe-variant.js'
import { leakedTensors } from './leaked-tensors.js'
import {
  checkDecoderWeights,
  checkFreeEnergy,
  checkGenerate,
  checkLayers,
  checkLinearize,
  checkPosterior,
} from './model-capability-checks.js'
import {
  checkExamplesApart,
  checkGradient,
  checkInit,
  checkPurity,
  checkSafetensors,
  checkShapes,
  checkValues,
  reconstruct,
} from './model-checks.js'
import { checkCost, costInputs, costPoint, defaultCost } from './model-cost-checks.js'
import { drawExamples, type ModelProbe, type ModelReference, probeModel } from './model-probe.js'
import { relativeError } from './relative-error.js'
import { gradientsOf } from './test-model-gradients.js'

export type { ModelReference } from './model-probe.js'

/** A member that not every model has. */
export type ModelMember = ModelCapability | 'cost' | 'learningRule'

const MEMBERS: readonly ModelMember[] = [
  'linearize',
  'decoderWeights',
  'posterior',
  'freeEnergy',
  'generate',
  'cost',
  'learningRule',
]

export interface ModelCase extends VariantCase {
  /**
   * encode and decode of one example in float64. Without it gradients are compared with differences in float32, which
   * find a wrong sign or a forgotten factor, and little else.
   */
  readonly reference?: ModelReference
  /** The optional members that it has with these options, all of them; absent: those it has are tested. */
  readonly has?: readonly ModelMember[]
  /**
   * Everything is looked at where the parameters are `init` + N(0, spread²); absent: 0.3. Smaller where parameters have a
   * domain that they are not to leave.
   */
  readonly spread?: number
  /** The value of `cost` by its terms, e.g. `({ nll, kl }) => nll + 2 * kl`. */
  costValue?(terms: Readonly<Record<string, number>>): number
}

/**
 * Describes the tests of a model: shapes, also of p blocks of θ; the same parameters for the same key; pure, each example by
 * itself; values and the gradients of every parameter by the case's float64 reference; `encoderLayers` are the encoder;
 * the promises of every capability it has; no parameter without effect; saved and loaded, compiled, nothing left behind.
 */
export function testModel(plugin: Plugin, name: string, cases: readonly ModelCase[]): void {
  describeVariant<Autoencoder, ModelCase>(MODEL, plugin, name, cases, (bench, given) => {
    let probe: ModelProbe
    beforeAll(() => {
      const { engine, variant: model, data, scope, key } = bench
      const output = scope.resolve(OUTPUT_DISTRIBUTION)
      probe = probeModel({ engine, model, data, output, reference: given.reference, key }, given.spread)
    })
    const has = (member: ModelMember) => probe.model[member] !== undefined
    const check = (member: ModelMember, title: string, body: () => void) => {
      if (given.has?.includes(member) ?? true) it(title, () => void (has(member) && tidy(body)))
    }

    it('gives h [batch, d_h] and θ [batch, d_x·p]', () => tidy(() => checkShapes(probe)))
    it('starts at the same parameters for the same key, at others for another', () => tidy(() => checkInit(probe)))
    it('gives the same numbers every time, and changes none of its arguments', () => tidy(() => checkPurity(probe)))
    it('treats the examples of a batch one by one', () => tidy(() => checkExamplesApart(probe)))
    if (given.reference !== undefined)
      it('has the values of the float64 reference', () => tidy(() => checkValues(probe)))
    it('has the gradient of its values, for every parameter', () => tidy(() => checkGradient(probe)))
    it('has the encoder that its encoderLayers say', () => tidy(() => checkLayers(probe)))
    if (given.has !== undefined)
      it(`has ${given.has.join(', ') || 'no optional member'}`, () => {
        expect(MEMBERS.filter(has).toSorted(), 'the optional members of the case').toEqual(given.has!.toSorted())
      })
    check('linearize', 'linearize: h, and J(x)v with its gradient', () => checkLinearize(probe))
    check('decoderWeights', 'decoderWeights: from the code to θ', () => checkDecoderWeights(probe))
    check('posterior', 'posterior: a mean that is the code, and a log variance', () => checkPosterior(probe))
    check('freeEnergy', 'freeEnergy: a number for each example', () => checkFreeEnergy(probe))
    check('cost', 'cost: a finite scalar, the sum of its terms, with its gradient', () =>
      checkCost(probe, given.costValue?.bind(given)),
    )
    check('generate', 'generate: new examples for every key, within the support', () => checkGenerate(probe))

    it('has no parameter without effect on what is minimised', () => {
      const inputs = costInputs(probe)
      const gradients = gradientsOf((at) => defaultCost(probe, at, inputs), probe.params)
      const idle = Object.keys(gradients).filter((name) => gradients[name]!.every((value) => value === 0))
      expect(idle, 'parameters whose gradient is 0 everywhere').toEqual([])
    })

    it('gives the same bits with parameters that were saved and loaded', () => tidy(() => checkSafetensors(probe)))

    it('gives the same compiled', () => {
      const { engine, model, params } = probe
      const step = ({ params, ...at }: typeof first): Record<string, Tensor> => {
        const pushed = model.linearize?.(params, at.x).push(at.x)
        const value = defaultCost(probe, params, at)
        return { ...reconstruct(probe, params, at.x), value, ...(pushed === undefined ? {} : { pushed }) }
      }
      const first = { params, ...costInputs(probe) }
      const x = drawExamples(probe, 'compiled', probe.x.shape[0])
      const second = { params: model.init(bench.key('compiled')), ...costInputs(probe, 'compiled'), x }
      const compiled = engine.compile(step)
      for (const inputs of [first, second]) {
        const [found, expected] = [compiled(inputs), tidy(() => step(inputs))]
        for (const name of Object.keys(expected)) {
          const [a, b] = [found[name]!.dataSync(), expected[name]!.dataSync()]
          expect(relativeError({ [name]: a }, { [name]: b }), `compiled, ${name} is another`).toBeLessThan(1e-5)
        }
      }
    })

    it('leaves nothing behind', async () => {
      const { engine, model, params, x, key } = probe
      const init = key('leak')
      const point = costPoint(probe, costInputs(probe))
      const request = { count: 2, steps: 2, key: key('request') }
      const actions = {
        init: () => model.init(init),
        encode: () => model.encode(params, x),
        decode: () => reconstruct(probe, params, x),
        linearize: () => model.linearize?.(params, x).push(x),
        decoderWeights: () => model.decoderWeights?.(params),
        posterior: () => model.posterior?.(params, x),
        cost: () => model.cost?.(params, point).value,
        generate: () => model.generate?.(params, request),
      }
      for (const [name, action] of Object.entries(actions))
        expect(await leakedTensors(engine, () => void tidy(() => void action())), `${name} keeps tensors`).toBe(0)
    })
  })
}
