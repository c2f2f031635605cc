import { definePlugin, ENGINE, NOISE, REGULARIZER } from '@hourglass/core'
import { z } from 'zod'

import { activityL1 } from './activity-l1.js'
import { contractiveHessian } from './contractive-hessian.js'
import { contractive } from './contractive.js'
import { jacobianMethod } from './jacobian-method.js'
import { latentKl } from './latent-kl.js'
import { orthogonality } from './orthogonality.js'
import { sparsity } from './sparsity.js'
import { stochasticContractive } from './stochastic-contractive.js'
import { weightDecay } from './weight-decay.js'

export {
  activityL1,
  contractive,
  contractiveHessian,
  latentKl,
  orthogonality,
  sparsity,
  stochasticContractive,
  weightDecay,
}

const samples = z.number().int().min(1).max(1000).default(1)

export default definePlugin({
  name: '@hourglass/regularizers',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(REGULARIZER, 'weight-decay', {
        summary: 'Σ W² (or Σ |W|) over all weights, biases left free',
        cite: 'Krogh and Hertz 1992; AE+wd of Rifai et al. 2011',
        details: `Keeps weights small. It is the plainest regularizer and the one to compare the others with. There is
no factor ½: the gradient of λ Σ W² is 2λW. A tied weight counts once. norm: l1 drives weights to 0
and so makes filters sparse. All parameters of two or more axes count as weights.`,
        options: z.strictObject({
          norm: z.enum(['l2', 'l1']).default('l2').describe('l2: Σ W², l1: Σ |W|'),
        }),
        create: ({ norm }) => weightDecay(norm),
      })
      .add(REGULARIZER, 'contractive', {
        summary: '‖∂h/∂x‖²_F at x̃, averaged over the batch (CAE)',
        cite: 'Rifai et al. 2011 (Contractive Auto-Encoders); probes: Hutchinson 1990',
        details: `Makes the code insensitive to small changes of the input. The square of the Frobenius norm is a sum
over all d_h·d_x entries of the Jacobian, not a mean, taken at the input that is encoded: x̃, which
is x without noise.

An encoder of one dense layer has the closed form Σ_j s'(h_j)² Σ_i W_ij², which costs next to
nothing. A deeper one is estimated without bias by pushing k random sign vectors through the encoder
(method: probes), about the price of k more encodings. method: exact pushes all d_x directions
instead: right for small inputs and for checks, too dear for training on pictures.

With tied weights the decoder keeps the encoder from escaping by tiny weights; untied, λ has to be
balanced with weight-decay.`,
        options: z.strictObject({ ...jacobianMethod }),
        create: (options, { resolve }) => contractive(options, resolve(ENGINE).random),
      })
      .add(REGULARIZER, 'stochastic-contractive', {
        summary: "E‖h(x) − h(x̃')‖², x̃' ~ q(· | x) fresh draws of any noise (SCAE)",
        cite: 'after Rifai et al. 2011 (Contractive Auto-Encoders), whose penalty it samples',
        details: `Contraction by sampling: works with any encoder and any registered noise, and reaches further than
an infinitesimal neighbourhood. The draws are taken around the clean x with the regularizer's own
key, independent of the experiment's noise. The gradient goes through both codes.

With Gaussian noise R ≈ σ²·(contractive): to compare the two, multiply this weight by 1/σ². The
noise's own samples, emphasis and walkback belong to the objective and are refused here: say
samples beside noise.`,
        options: (use) =>
          z
            .strictObject({
              noise: use(NOISE, 'gaussian').describe('q, what h is to be insensitive to'),
              samples: samples.describe('m, draws for each example'),
            })
            .refine(({ noise }) => (noise?.samples ?? 1) === 1, {
              path: ['noise', 'samples'],
              message: 'is not used here: the draws are counted by "samples" beside "noise"',
            })
            .refine(({ noise }) => noise?.emphasis === undefined, {
              path: ['noise', 'emphasis'],
              message: 'is not used here: there is no loss on pixels to emphasise',
            })
            .refine(({ noise }) => (noise?.walkback ?? 0) === 0, {
              path: ['noise', 'walkback'],
              message: 'is not used here: the penalty takes one step of noise',
            }),
        create: ({ noise, samples }, { create }) => stochasticContractive(create(NOISE, noise), samples),
      })
      .add(REGULARIZER, 'contractive-hessian', {
        summary: 'E‖J(x̃) − J(x̃ + ε)‖²_F, ε ~ N(0, σ²I), J = ∂h/∂x (CAE+H)',
        cite: 'Rifai et al. 2011b (Higher Order Contractive Auto-Encoder)',
        details: `Penalises the curvature of the code: divided by σ² it tends to the squared norm of the encoder's
Hessian as σ goes to 0. CAE+H is this and contractive together, each with its own weight.

A closed form per draw for an encoder of one dense layer; deeper ones push the same random
directions through both Jacobians. See contractive for method and probes.`,
        options: z.strictObject({
          sigma: z.number().positive().default(0.1).describe('σ of ε, in the unit of the data'),
          samples: samples.describe('draws of ε for each example'),
          ...jacobianMethod,
        }),
        create: (options, { resolve }) => contractiveHessian(options, resolve(ENGINE).random),
      })
      .add(REGULARIZER, 'sparsity', {
        summary: 'Σ_j KL(ρ ‖ ρ̂_j), ρ̂_j the mean of h_j over the batch',
        cite: 'Ng 2011 (CS294A lecture notes), §3',
        details: `Draws every unit's mean activation to ρ. For codes in (0, 1), such as a sigmoid's: a mean outside
[0, 1] makes the objective NaN. It looks at a unit's mean over the batch, so the batch should be
large against 1/ρ; it does not ask that few units be active for one example, as activity-l1 does.`,
        options: z.strictObject({
          target: z.number().gt(0).lt(1).default(0.05).describe('ρ, the mean activation wanted of each unit'),
        }),
        create: ({ target }) => sparsity(target),
      })
      .add(REGULARIZER, 'activity-l1', {
        summary: 'Σ_j |h_j|, averaged over the batch',
        cite: 'Olshausen and Field 1996; Goodfellow et al. 2016, §14.2.1',
        details: `Few active units for each example. Made for activations that rest at 0, such as relu; a sigmoid is
driven to 0. Encoder weights can shrink while decoder weights grow: tie them, or add weight-decay.`,
        options: z.strictObject({}),
        create: () => activityL1(),
      })
      .add(REGULARIZER, 'orthogonality', {
        summary: 'Σ ‖DDᵀ − I‖²_F over the decoder weights D, by the smaller Gram matrix',
        cite: 'Brock et al. 2017; Bansal et al. 2018 (soft orthogonality)',
        details: `Draws the decoder's weights to orthonormal rows, or columns where they are the fewer. Taking the
other side would add a constant and change no gradient. A linear autoencoder
with it and the Gaussian loss finds an orthonormal basis of PCA's subspace.`,
        options: z.strictObject({}),
        create: () => orthogonality(),
      })
      .add(REGULARIZER, 'latent-kl', {
        summary: 'KL(N(μ, diag σ²) ‖ N(0, I)) of the posterior at x̃, averaged over the batch, in nats',
        cite: 'Kingma and Welling 2014, appendix B',
        details: `Draws a variational encoder's posterior to the prior. A model whose own cost holds this term already
gets it a second time: leave this out there, and set the model's own factor instead.`,
        options: z.strictObject({}),
        create: () => latentKl(),
      }),
})
