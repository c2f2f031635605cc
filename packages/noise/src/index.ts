import { DATA_SPEC, definePlugin, ENGINE, NOISE } from '@hourglass/core'
import { z } from 'zod'

import { blockNoise } from './block.js'
import { gaussianNoise } from './gaussian.js'
import { maskingNoise } from './masking.js'
import { saltAndPepperNoise } from './salt-and-pepper.js'
import { speckleNoise } from './speckle.js'
import { uniformNoise } from './uniform.js'

export { type BlockOptions, blockNoise } from './block.js'
export { gaussianNoise, maskingNoise, saltAndPepperNoise, speckleNoise, uniformNoise }

const fraction = z.number().min(0).max(1).default(0.25).describe('ν, the expected fraction of corrupted dimensions')

export default definePlugin({
  name: '@hourglass/noise',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(NOISE, 'masking', {
        summary: 'x̃_i = 0 with probability ν, else x_i',
        cite: 'Vincent et al. 2010, §3.3',
        details: `The noise to begin with: it works on data of any range, and what it destroys can only be guessed
from the rest of the example. With "exact: true" every example loses the same number of
dimensions, round(ν·d), as in the paper; else each is masked by a coin of its own.

What is left is not scaled up by 1/(1 − ν), as dropout would: the network is trained on x̃ as
it is, and sees larger sums on clean examples than on corrupted ones.

The fractions of the paper are .10, .25 and .40.`,
        options: z.strictObject({
          fraction: fraction.describe('ν, the fraction of masked dimensions'),
          exact: z.boolean().default(false).describe('mask exactly round(ν·d) dimensions of every example'),
        }),
        create: (options, { resolve }) => maskingNoise(options.fraction, resolve(ENGINE).random, options.exact),
      })
      .add(NOISE, 'gaussian', {
        summary: 'x̃ = x + ε, ε ~ N(0, σ²I)',
        cite: 'Vincent et al. 2010, §3.3',
        details: `For continuous data. With it the autoencoder learns the score of the data's density (Vincent
2011; Alain and Bengio 2014), and for small σ its penalty is that of a contractive one. x̃ may
leave the range of the data; every dimension is corrupted.

The paper's standard deviations are .05, .1, .15, .3 and .5 for data in [0, 1].`,
        options: z.strictObject({
          sigma: z.number().min(0).default(0.3).describe('σ, standard deviation in the unit of the data'),
        }),
        create: (options, { resolve }) => gaussianNoise(options.sigma, resolve(ENGINE).random),
      })
      .add(NOISE, 'salt-and-pepper', {
        summary: 'x̃_i = the smallest or the largest value by a fair coin with probability ν, else x_i',
        cite: 'Vincent et al. 2010, §3.3',
        details: `For data whose values lie mostly at their extremes, as ink on paper. Unlike a masked pixel, a
corrupted one gives a false value, which the network has to mistrust. The extremes are those
of the data set's description; data without them are refused.`,
        options: z.strictObject({ fraction }),
        create: (options, { resolve }) =>
          saltAndPepperNoise(options.fraction, resolve(DATA_SPEC).range, resolve(ENGINE).random),
      })
      .add(NOISE, 'uniform', {
        summary: 'x̃ = x + u, u_i ~ U[−a, a)',
        details: `Additive like gaussian, but bounded: no value moves further than a. Its standard deviation is
a/√3; the default a = 0.5 is about as strong as gaussian with σ = 0.3.`,
        options: z.strictObject({
          amplitude: z.number().min(0).default(0.5).describe('a, the furthest a value moves, in the unit of the data'),
        }),
        create: (options, { resolve }) => uniformNoise(options.amplitude, resolve(ENGINE).random),
      })
      .add(NOISE, 'speckle', {
        summary: 'x̃ = x(1 + ε), ε ~ N(0, σ²I)',
        cite: 'Srivastava et al. 2014, §10',
        details: `Multiplicative: the noise of a value has the standard deviation σ|x|, so that 0 stays 0 and
bright values are disturbed most. For σ above about 0.3 some values change their sign.`,
        options: z.strictObject({
          sigma: z.number().min(0).default(0.3).describe('σ, standard deviation relative to the value'),
        }),
        create: (options, { resolve }) => speckleNoise(options.sigma, resolve(ENGINE).random),
      })
      .add(NOISE, 'block', {
        summary: 'x̃_i = 0 inside of randomly placed squares of the picture, else x_i',
        cite: 'Pathak et al. 2016, §3.3',
        details: `A masked pixel can be read off its neighbours; a masked region cannot, and asks for knowledge
of the whole picture. Each patch lies wholly inside the picture, all its places being equally
probable, so that the edges are covered less often than the middle. Patches may overlap: of a
picture of H × W pixels they cover at most count·size²/(H·W).

Needs data that are pictures, of at least size × size pixels.`,
        options: z.strictObject({
          size: z.number().int().min(1).default(8).describe('side of a patch in pixels'),
          count: z.number().int().min(1).max(1000).default(1).describe('patches per example; they may overlap'),
        }),
        create: (options, { resolve }) => blockNoise(options, resolve(DATA_SPEC).image, resolve(ENGINE).random),
      }),
})
