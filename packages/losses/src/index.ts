import { DATA_SPEC, definePlugin, ENGINE, LOSS } from '@hourglass/core'
import { z } from 'zod'

import { bernoulliLoss } from './bernoulli.js'
import { categoricalLoss } from './categorical.js'
import { continuousBernoulliLoss } from './continuous-bernoulli.js'
import { gaussianLearnedLoss } from './gaussian-learned.js'
import { gaussianLoss } from './gaussian.js'
import { laplaceLoss } from './laplace.js'
import { poissonLoss } from './poisson.js'

export { independent, type Marginal } from './independent.js'
export {
  bernoulliLoss,
  categoricalLoss,
  continuousBernoulliLoss,
  gaussianLearnedLoss,
  gaussianLoss,
  laplaceLoss,
  poissonLoss,
}

export default definePlugin({
  name: '@hourglass/losses',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(LOSS, 'gaussian', {
        summary: '‖x − θ‖²/(2σ²) + (d/2) log(2πσ²): squared error as maximum likelihood',
        cite: 'Bishop 2006, §5.2',
        details: `x ~ N(θ, σ²I): the decoder gives the mean, σ is fixed. For values without bounds; also the usual
squared error on data in [0, 1].

sigma: scales the first summand and with it the gradient, by 1/σ². It decides how much a
regularizer weighs against the reconstruction, and the value of the NLL, but not where the
unregularized optimum lies. NLLs of runs with different σ compare as densities do: lower is better.`,
        options: z.strictObject({
          sigma: z.number().positive().default(1).describe('σ, fixed standard deviation of the output'),
        }),
        create: (options, { resolve }) => gaussianLoss(options.sigma, resolve(ENGINE).random),
      })
      .add(LOSS, 'gaussian-learned', {
        summary: '½ Σ (x − μ)²/v + log v + log 2π, v = v₀ + e^s, θ = [μ | s]: a variance for each dimension',
        cite: 'Nix & Weigend 1994; Mattei & Frellsen 2018',
        details: `x_i ~ N(μ_i, v_i): the decoder gives a mean and a log variance for every dimension of every
example, twice as many numbers as for gaussian. It learns where it is sure and where it is not.

minimumVariance: v₀, the floor of the variance in units of the data squared, part of the density
itself. Without one the likelihood has no maximum: a dimension that is reconstructed exactly, such
as a pixel that is always black, gains without end as v → 0. The floor decides how much such
dimensions can gain, ½ log(1/v₀) nats each, and the gradient is at most 1/v₀ times the error.
Smaller learning rates are needed than for gaussian.`,
        options: z.strictObject({
          minimumVariance: z
            .number()
            .min(1e-12)
            .max(1e6)
            .default(1e-3)
            .describe('v₀, floor of the variance: v = v₀ + e^s'),
        }),
        create: (options, { resolve }) => gaussianLearnedLoss(options.minimumVariance, resolve(ENGINE).random),
      })
      .add(LOSS, 'bernoulli', {
        summary: 'Σ log(1 + e^θ) − xθ: cross-entropy of σ(θ) as maximum likelihood; data in [0, 1]',
        cite: 'Bishop 2006, §5.2; Vincent et al. 2010, §2.2',
        details: `x_i ~ Bernoulli(σ(θ_i)): the decoder gives logits, the reconstruction is σ(θ). For zeros and
ones.

Grey values in [0, 1] are taken as well, as the denoising papers take them: the cross-entropy
between x and σ(θ), least at σ(θ) = x. It is then no density on [0, 1] and must not be compared
with the NLL of one: continuous-bernoulli is that density.`,
        options: z.strictObject({}),
        create: (_, { resolve }) => bernoulliLoss(resolve(ENGINE).random),
      })
      .add(LOSS, 'continuous-bernoulli', {
        summary: 'Σ log((e^θ − 1)/θ) − xθ: the cross-entropy, normalised to a density on [0, 1]',
        cite: 'Loaiza-Ganem & Cunningham 2019',
        details: `The density on [0, 1] proportional to λ^x (1 − λ)^(1 − x), λ = σ(θ). For grey values in [0, 1]:
what bernoulli's cross-entropy becomes when it is made to integrate to 1. The NLL may be negative.

The reconstruction is the mean 1/(1 − e^−θ) − 1/θ, not σ(θ). Values at 0 and 1 can be given any
density, so logits of black and white pixels keep growing slowly.`,
        options: z.strictObject({}),
        create: (_, { resolve }) => continuousBernoulliLoss(resolve(ENGINE).random),
      })
      .add(LOSS, 'laplace', {
        summary: 'Σ |x − θ|/b + log 2b: absolute error as maximum likelihood',
        cite: 'Kotz, Kozubowski & Podgórski 2001, §2.1',
        details: `x_i ~ Laplace(θ_i, b): the decoder gives the median, which is the mean; b is fixed. Outliers
pull no harder than other values, so it suits data with some that are badly off.

scale: b, the mean absolute error that is expected; scales the gradient by 1/b.`,
        options: z.strictObject({
          scale: z.number().positive().default(1).describe('b, fixed mean absolute deviation of the output'),
        }),
        create: (options, { resolve }) => laplaceLoss(options.scale, resolve(ENGINE).random),
      })
      .add(LOSS, 'categorical', {
        summary: 'Σ log Σ_g e^θ⁽ᵍ⁾ − θ⁽ᵏ⁽ˣ⁾⁾: softmax over G grey levels',
        cite: 'van den Oord, Kalchbrenner & Kavukcuoglu 2016, §2.2',
        details: `x_i is one of G levels, equally spaced over the range of the data, and its distribution over
them is free: several modes, sharp edges. x is rounded to the nearest level, so the NLL is that of
the rounded data, in nats, and is comparable between runs with the same number of levels only.

levels: G. The decoder owes G numbers for each dimension: 784 pixels of 256 levels are 200 704
outputs, so start small. Levels know nothing of their order: neighbours must be learned apart.

The data must have a finite range; other data sets are refused.`,
        options: z.strictObject({
          levels: z.number().int().min(2).max(256).default(16).describe('G, number of grey levels'),
        }),
        create: (options, { resolve }) =>
          categoricalLoss(options.levels, resolve(DATA_SPEC).range, resolve(ENGINE).random),
      })
      .add(LOSS, 'poisson', {
        summary: 'Σ e^θ − xθ + log x!: counts with log rates θ',
        cite: 'McCullagh & Nelder 1989, ch. 6',
        details: `x_i ~ Poisson(e^θ_i): the decoder gives log rates, the reconstruction is e^θ. For counts, such
as words of a document or photons of a pixel, of any size. Values between the whole numbers are
taken, with x! = Γ(x + 1), but are then no draws of this distribution.

e^θ grows fast: begin with a small learning rate where counts are large.`,
        options: z.strictObject({}),
        create: (_, { resolve }) => poissonLoss(resolve(ENGINE).random),
      }),
})
