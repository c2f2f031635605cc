import {
  type LearningRuleCase,
  type ModelReference,
  type NumericRecord,
  testLearningRule,
  testModel,
} from '@hourglass/testing'

import models from './index.js'
import { binaryReference, gaussianReference } from './rbm-reference.fixture.js'
import { bitsOutput, realsOutput } from './visible-output.fixture.js'

const BITS = { dimensions: 4, range: [0, 1] } as const
const PATTERNS = [
  [1, 1, 0, 0],
  [0, 0, 1, 1],
  [1, 0, 0.25, 0.5],
  [0, 1, 1, 1],
]
/** Every row 32 times: as many chains of one and the same expectation, so that fewer keys do. */
const batch = PATTERNS.flatMap((row) => Array.from({ length: 32 }, () => row))
const binary = binaryReference(4, 3)
const REALS = { dimensions: 2, range: [-4, 4] } as const
const POINTS = [
  [0.3, -1],
  [1.5, 0.2],
  [-0.4, 0.6],
].flatMap((row) => Array.from({ length: 32 }, () => row))

const bits = (more: Partial<LearningRuleCase> & { readonly rule: object }): LearningRuleCase => {
  const { rule, ...facts } = more
  return { options: { hidden: 3, rule }, data: BITS, output: bitsOutput, batch, ...facts }
}
const reals = (sigma: number, rule: object, facts: Partial<LearningRuleCase>): LearningRuleCase => ({
  options: { hidden: 2, visible: 'gaussian', sigma, rule },
  data: REALS,
  output: realsOutput(sigma),
  batch: POINTS,
  ...facts,
})
const gaussian = (sigma: number) => gaussianReference(2, sigma, 7 * Math.max(1, sigma), 60)

const sigma = (a: number) => 1 / (1 + Math.exp(-a))

/** h = σ(xW + b), θ = c + s·hWᵀ in plain loops. */
function network(scale: number): ModelReference {
  return {
    encode: ({ 'encoder.0.W': W, 'encoder.0.b': b }, x) =>
      b!.map((bias, j) => sigma(x.reduce((sum, v, i) => sum + v * W![i * b!.length + j]!, bias))),
    decode: ({ 'encoder.0.W': W, 'decoder.0.b': c }, h) =>
      c!.map((bias, i) => h.reduce((sum, hj, j) => sum + scale * hj * W![i * h.length + j]!, bias)),
  }
}

/** Mean of −log p(x | h) at h = p(h = 1 | x), of bits. */
function reconstruction(params: NumericRecord, x: readonly Float64Array[]): number {
  const { encode, decode } = network(1)
  return x.reduce((total, row) => {
    const p = Array.from(decode(params, Float64Array.from(encode(params, row))), sigma)
    const nll = row.reduce((sum, v, i) => sum - v * Math.log(p[i]!) - (1 - v) * Math.log(1 - p[i]!), 0)
    return total + nll / x.length
  }, 0)
}

const has = ['decoderWeights', 'freeEnergy', 'generate', 'learningRule', 'linearize'] as const
testModel(models, 'rbm', [
  { options: { hidden: 3 }, output: bitsOutput, has, reference: network(1) },
  {
    options: { hidden: 2, visible: 'gaussian', sigma: 0.5, rule: { persistent: true } },
    data: REALS,
    output: realsOutput(0.5),
    has,
    reference: network(0.25),
  },
])

testLearningRule(models, 'rbm', [
  bits({
    rule: { steps: 1 },
    expectedGradient: (params, x) => binary.expectedDivergence(params, x, 1),
    expectedValue: reconstruction,
  }),
  bits({ rule: { steps: 3 }, expectedGradient: (params, x) => binary.expectedDivergence(params, x, 3) }),
  bits({ rule: { steps: 15 }, expectedGradient: binary.nllGradient, draws: 60 }),
  bits({ rule: { sampleVisible: false }, expectedGradient: binary.expectedMeanFieldDivergence }),
  // 15 learnings at unchanged parameters bring the chains to the machine's distribution, whatever the batch.
  bits({
    rule: { persistent: true, chains: 150 },
    expectedGradient: binary.nllGradient,
    burnIn: 15,
    draws: 80,
  }),
  reals(1, {}, { expectedGradient: (params, x) => gaussian(1).expectedDivergence(params, x, 1) }),
  reals(0.5, { sampleVisible: false }, { expectedGradient: gaussian(0.5).expectedMeanFieldDivergence }),
  reals(1.25, { persistent: true }, { expectedGradient: gaussian(1.25).nllGradient, burnIn: 15, draws: 80 }),
])
