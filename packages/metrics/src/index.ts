import { DATA_SPEC, definePlugin, METRIC, OUTPUT_DISTRIBUTION } from '@hourglass/core'
import { z } from 'zod'

import { clustering } from './clustering.js'
import { codeDimension } from './code-dimension.js'
import { contraction } from './contraction.js'
import { jacobianNorm } from './jacobian-norm.js'
import { pseudoLikelihood, requireBits } from './pseudo-likelihood.js'
import { reconstruction } from './reconstruction.js'
import { saturation } from './saturation.js'
import { singularValues } from './singular-values.js'
import { sparsity } from './sparsity.js'
import { READOUT_KINDS, refuseUnlabelled, testError } from './test-error.js'

export {
  clustering,
  codeDimension,
  contraction,
  jacobianNorm,
  pseudoLikelihood,
  reconstruction,
  saturation,
  singularValues,
  sparsity,
  testError,
}

const examples = z.number().int().min(1).max(1_000_000)
const SPREAD = 'examples to measure on, evenly spaced through the test set'

export default definePlugin({
  name: '@hourglass/metrics',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(METRIC, 'reconstruction', {
        summary: 'NLL and squared error of the reconstruction, from clean and from corrupted input',
        cite: 'Vincent et al. 2010, §2.2',
        details: [
          'The mean over the examples of −log p(x | θ(h(x))) in nats, under the loss of the experiment, and',
          'of ‖x − E[y | θ(h(x))]‖², summed over dimensions. Where there is a noise, also of θ(h(x̃)), one',
          'corruption of each example, always against the clean x.',
          '',
          'Measures baselines that reconstruct too: PCA and the mean example stand beside the model. NLLs can be',
          'compared between models with the same loss only, squared errors between all.',
        ].join('\n'),
        options: z.strictObject({}),
        create: () => reconstruction(),
      })
      .add(METRIC, 'jacobian-norm', {
        summary: '‖J‖_F, ‖J‖²_F and ‖J‖²_F/(d_h·d_x) of J = ∂h/∂x, averaged over examples',
        cite: 'Rifai et al. 2011, Table 1',
        details: [
          'How much the encoder magnifies small changes of its input. All three are printed because what papers',
          'call the average Jacobian norm differs: the numbers in Table 1 of the paper are too small for a',
          'Frobenius norm and are most likely the mean squared entry.',
          '',
          'Exact. One dense layer h = s(xW + b): ‖J‖²_F = Σ_j s′(a_j)² ‖w_j‖², at the price of an encoding.',
          'Deeper encoders: a forward-mode product for every direction of the input, at the price of d_x',
          'encodings an example; so there 200 examples are taken unless `examples` says otherwise.',
        ].join('\n'),
        options: z.strictObject({
          examples: examples.optional().describe(`${SPREAD}; absent: all for one dense layer, else 200`),
        }),
        create: (options) => jacobianNorm(options),
      })
      .add(METRIC, 'singular-values', {
        summary: 'the spectrum of J = ∂h/∂x, its effective rank e^{H(σ/Σσ)} and σ_1, averaged over examples',
        cite: 'Rifai et al. 2011; Roy and Vetterli 2007',
        details: [
          'In how many directions the encoder still listens. A contractive encoder has few large singular',
          'values, the directions along the data, and many near zero. The effective rank is 1 where one',
          'direction is left and min(d_h, d_x) where all count the same; the report draws the mean spectrum.',
          '',
          'Each example costs d_x encodings and the eigenvalues of a matrix of min(d_h, d_x) rows: some',
          'seconds where that is near 1000, next to nothing behind a narrow code.',
        ].join('\n'),
        options: z.strictObject({ examples: examples.default(5).describe(SPREAD) }),
        create: (options) => singularValues(options),
      })
      .add(METRIC, 'contraction', {
        summary: 'E ‖h(x) − h(x′)‖/‖x − x′‖ against r = ‖x − x′‖, x′ random on a sphere around x',
        cite: 'Rifai et al. 2011, §5.3',
        details: [
          'Contraction beyond the infinitesimal. The number is the ratio at the smallest radius; the report',
          'draws it against all radii. A sigmoid encoder contracts most strongly far away, where its units',
          'saturate; a contractive one also near the example.',
          '',
          '`radii` are distances in input space, of the size of those between examples: for MNIST digits up',
          'to about 10. Below 0.01 the rounding of float32 shows. Neighbours are not cut to the range of the',
          'data.',
        ].join('\n'),
        options: z.strictObject({
          radii: z
            .array(z.number().min(0.001).max(1_000_000))
            .min(1)
            .max(100)
            .default([0.1, 0.5, 1, 2, 4, 6, 8, 10])
            .describe('distances r in input space'),
          examples: examples.default(500).describe(SPREAD),
          directions: z.number().int().min(1).max(10_000).default(10).describe('neighbours of each example'),
        }),
        create: (options) => contraction(options),
      })
      .add(METRIC, 'saturation', {
        summary: 'SAT: per cent of code units outside [low, high], averaged over examples',
        cite: 'Rifai et al. 2011, Table 1',
        details: [
          'How many units of a code are as good as switched on or off, where their derivative is near 0.',
          'The defaults are meant for sigmoid units. For tanh the same places are low: -0.9, high: 0.9.',
          'Of units without bounds (relu, identity) the number says only how many lie outside.',
        ].join('\n'),
        options: z
          .strictObject({
            low: z.number().min(-1_000_000).max(1_000_000).default(0.05).describe('below it a unit is saturated'),
            high: z.number().min(-1_000_000).max(1_000_000).default(0.95).describe('above it a unit is saturated'),
          })
          .refine(({ low, high }) => low < high, { path: ['high'], message: 'must be greater than low' }),
        create: (options) => saturation(options),
      })
      .add(METRIC, 'sparsity', {
        summary: '(√d_h − ‖h‖₁/‖h‖₂)/(√d_h − 1), mean activation, and per cent of units near zero',
        cite: 'Hoyer 2004',
        details: [
          'Hoyer’s measure is 0 where all units are equally strong and 1 where one alone is not zero; it does',
          'not change when codes are multiplied by a number. The mean activation is what a sparsity target ρ',
          'is compared with. A code of one unit cannot be measured.',
        ].join('\n'),
        options: z.strictObject({
          nearZero: z.number().positive().max(1_000_000).default(0.01).describe('|h| below this counts as zero'),
        }),
        create: (options) => sparsity(options),
      })
      .add(METRIC, 'code-dimension', {
        summary: '(Σλ)²/Σλ² of the eigenvalues of the codes’ covariance, and components for 95 % of Σλ',
        cite: 'Gao et al. 2017',
        details: [
          'How many of its dimensions the code fills: few where units copy each other or are dead. The',
          'participation ratio (Σλ)²/Σλ² is 1 for codes on a line and d_h for codes spread alike in all',
          'directions. The report draws the share of the variance against the number of components.',
        ].join('\n'),
        options: z.strictObject({
          share: z.number().min(0.01).max(1).default(0.95).describe('of the variance, held by the components counted'),
        }),
        create: (options) => codeDimension(options),
      })
      .add(METRIC, 'pseudo-likelihood', {
        summary: 'Σ_i log p(x_i | x_{−i}) of an energy-based model of bits, in nats; higher is better',
        cite: 'Besag 1975; Hyvärinen 2006',
        details: [
          'How well each bit is known from the others: log σ(F(x with bit i flipped) − F(x)), in which log Z',
          'cancels. It follows log p(x) in the training of an RBM far better than the reconstruction does,',
          'but is no bound of it. Bits that know nothing cost log 2 each: 784 pixels −543 nats.',
          '',
          'By default one bit of each example is drawn and counts for all, the same one every time; `exact:',
          'true` flips them all, d_x + 1 free energies an example. Grey values are rounded to bits.',
        ].join('\n'),
        options: z.strictObject({
          exact: z.boolean().default(false).describe('flip every bit of every example, not one drawn at random'),
          examples: examples.optional().describe(`${SPREAD}; absent: all`),
        }),
        create(options, { resolve }) {
          requireBits(resolve(DATA_SPEC), resolve(OUTPUT_DISTRIBUTION))
          return pseudoLikelihood(options)
        },
      })
      .add(METRIC, 'test-error', {
        summary: 'per cent of examples whose class is read out wrongly, its 95 % interval, and the cross-entropy',
        cite: 'Larochelle et al. 2007',
        details: [
          'Of the class argmax_k θ_k, θ = hW + b, by the read-out that the stage fine-tune adds; without one an',
          'experiment is refused. Baselines that classify are measured too, but for the cross-entropy. The report',
          'shows which classes were taken for which. The interval is the binomial one, 1.96·√(p(1 − p)/n): two errors whose intervals',
          'overlap need not differ. It knows the test examples’ chance alone, not that of training: a run with',
          'another seed moves too.',
        ].join('\n'),
        options: z.strictObject({
          readout: z
            .enum(READOUT_KINDS)
            .default('softmax')
            .describe('p(label | h) of the cross-entropy, as in fine-tune'),
        }),
        create(options, { resolve }) {
          if (resolve(DATA_SPEC).classes === undefined) refuseUnlabelled()
          return testError(options)
        },
      })
      .add(METRIC, 'clustering', {
        summary: 'clusters against classes: accuracy under the best matching, NMI, ARI, purity; and the silhouette',
        cite: 'Song et al. 2013; Hubert and Arabie 1985; Rousseeuw 1987',
        details: [
          'Of each code’s nearest centre, by the centres that the stage cluster adds; without them an experiment is',
          'refused. Baselines that cluster are measured too, but for the silhouette. NMI is 2·I/(H_u + H_v). The silhouette is of at most 2,000 examples. Where there are no classes',
          'it is the silhouette alone.',
        ].join('\n'),
        options: z.strictObject({}),
        create: (_, { resolve }) => clustering({ labelled: resolve(DATA_SPEC).classes !== undefined }),
      }),
})
