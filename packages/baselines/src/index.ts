import { BASELINE, definePlugin, STAGE } from '@hourglass/core'
import { z } from 'zod'

import { kMeansBaseline } from './k-means.js'
import { logisticRegression } from './logistic-regression.js'
import { meanExample } from './mean-example.js'
import { multilayerPerceptron } from './multilayer-perceptron.js'
import { principalComponents } from './pca.js'
import { supportVectorMachine } from './support-vector-machine.js'

export {
  kMeansBaseline,
  logisticRegression,
  meanExample,
  multilayerPerceptron,
  principalComponents,
  supportVectorMachine,
}
export { type ChosenSvm, chooseSvm, type SvmChoice, type SvmTrial } from './choose-svm.js'
export { classifyBySvm, svmDecisions } from './classify-by-svm.js'
export { errorOf } from './error-of.js'
export { gammaScale } from './gamma-scale.js'
export type { SvmKernel } from './svm-kernel.js'
export { type SvmModel, type SvmSettings, type SvmTraining, trainSvm, trainSvms } from './train-svm.js'

/** Values to choose among on validation. */
const grid = (least: z.ZodNumber) => z.array(least).min(1).max(100)
const positive = z.number().positive().max(1e9)

export default definePlugin({
  name: '@hourglass/baselines',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(BASELINE, 'pca', {
        summary: 'x̂ = μ + (x − μ)UUᵀ, as many components as the model has code dimensions',
        cite: 'Baldi and Hornik 1989',
        details: `The best that a linear autoencoder can reach in squared error. An autoencoder that is not better
with as many code units has learned nothing that PCA does not know.

A reconstruction that leaves the support of the loss is moved inside, by the margin with the least
NLL on validation; a loss with a learned scale gets the scale with the least NLL.`,
        options: z.strictObject({
          components: z.number().int().min(1).optional().describe('k; absent: the code size of the model'),
        }),
        create: (options) => principalComponents(options),
      })
      .add(BASELINE, 'mean', {
        summary: 'predicts the mean training example whatever the input',
        details: `What knowing nothing of the input costs: the zero of every comparison. The margin or scale is
chosen as for pca.`,
        options: z.strictObject({}),
        create: () => meanExample(),
      })
      .add(BASELINE, 'svm', {
        summary: 'support vector machine on the examples, one against one; C and γ chosen on validation',
        cite: 'Cortes and Vapnik 1995; as a comparison, Larochelle et al. 2007',
        details: `K(x, z) = exp(−γ‖x − z‖²), or ⟨x, z⟩ (kernel: linear). Every γ is tried with every C; of equal errors on
validation the smaller γ and the smaller C are taken. γ is given in multiples of 1/(d_x·Var), Var the variance of all
numbers of the training examples (what scikit-learn calls "scale"), so that a grid fits data of any range.

Training takes as long as the square of the number of examples: with more than \`train\`, the first so many are
taken, and the label says so. The metric test-error measures what comes of it.`,
        options: z.strictObject({
          kernel: z.enum(['rbf', 'linear']).default('rbf'),
          costs: grid(positive)
            .optional()
            .describe('C; absent: 1, 10, 100, and 0.001, 0.01, 0.1, 1 of a linear kernel'),
          gammas: grid(positive).default([0.5, 1, 2, 4, 8]).describe('γ of the RBF kernel in multiples of 1/(d_x·Var)'),
          train: z
            .number()
            .int()
            .min(2)
            .default(10_000)
            .describe('training examples to learn from at most, the first ones'),
          retrain: z
            .boolean()
            .default(false)
            .describe('train what was chosen once more, on train and validation together'),
        }),
        create: (options) => supportVectorMachine(options),
      })
      .add(BASELINE, 'logistic-regression', {
        summary: 'p(k | h) = softmax(hW + b) on the codes h(x) of the trained model, or on pixels',
        cite: 'Bishop 2006, §4.3.4',
        details: `The least of the mean cross-entropy + λ·½‖W‖², which has no other minimum, by L-BFGS over all training
examples; λ with the least error on validation. On codes: how much of the classes a linear map of the codes tells, whatever
read-out a stage has trained. On pixels: what the classes need no codes for. The metric test-error measures it.`,
        options: z.strictObject({
          on: z.enum(['codes', 'pixels']).default('codes'),
          penalties: grid(z.number().min(0).max(1e9))
            .default([0.000001, 0.00001, 0.0001, 0.001, 0.01, 0.1])
            .describe('λ; of several the one with the least error on validation'),
          iterations: z.number().int().min(1).max(1_000_000).default(500).describe('of L-BFGS, for each λ at most'),
        }),
        create: (options) => logisticRegression(options),
      })
      .add(BASELINE, 'k-means', {
        summary: 'the nearest of k centres: of pixels, of principal components, or of the codes of the trained model',
        cite: 'Lloyd 1982; Arthur and Vassilvitskii 2007; as a comparison, Song et al. 2013, §4',
        details: `k-means++ and Lloyd's iteration on the training examples, the best of several restarts. The metric
clustering measures it. On pixels it reconstructs too: an example by its centre, with the margin or scale chosen as for
pca.`,
        options: z.strictObject({
          on: z.enum(['pixels', 'pca', 'codes']).default('pixels'),
          components: z
            .number()
            .int()
            .min(1)
            .default(50)
            .describe('principal components where it is on pca, at most d_x'),
          clusters: z.number().int().min(1).max(100_000).optional().describe('k; absent: the classes of the data set'),
          restarts: z.number().int().min(1).max(10_000).default(10),
        }),
        create: (options) => kMeansBaseline(options),
      })
      .add(BASELINE, 'mlp', {
        summary: 'the same network and supervised stages from fresh random parameters: no pretraining',
        cite: 'Erhan et al. 2010',
        details: `What the model does better than this it owes to what it learned without labels. It goes through the
experiment's own supervised stages in turn, or through \`stage\` alone, and classifies by the read-out that they add.`,
        options: (use) =>
          z.strictObject({
            stage: use(STAGE).optional().describe('absent: the supervised stages of the experiment'),
          }),
        create: ({ stage }, { create }) =>
          multilayerPerceptron(stage === undefined ? {} : { stage: { name: stage.use, stage: create(STAGE, stage) } }),
      }),
})
