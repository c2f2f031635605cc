import { BASELINE, definePlugin } from '@hourglass/core'
import { z } from 'zod'

import { meanExample } from './mean-example.js'
import { principalComponents } from './pca.js'

export { meanExample, principalComponents }
export { type ChosenSvm, chooseSvm, errorOf, type SvmChoice, type SvmTrial } from './choose-svm.js'
export { classifyBySvm, svmDecisions } from './classify-by-svm.js'
export type { SvmKernel } from './svm-kernel.js'
export { type SvmModel, type SvmSettings, type SvmTraining, trainSvm, trainSvms } from './train-svm.js'

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
      }),
})
