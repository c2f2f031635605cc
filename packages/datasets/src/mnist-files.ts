import type { OfficialFile } from './official-file.js'

/** Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998: its four files. */
export const MNIST_FILES = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    dimensions: [60_000, 28, 28],
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    dimensions: [60_000],
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    dimensions: [10_000, 28, 28],
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    dimensions: [10_000],
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
} satisfies Record<string, OfficialFile>

/** The same four files, named and shaped alike: a stand-in for tests. */
export type MnistFiles = Readonly<Record<keyof typeof MNIST_FILES, OfficialFile>>

/** Folders on the web that hold the four files, compressed. None is trusted: every file is checked by its content. */
export const MNIST_MIRRORS: readonly string[] = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://raw.githubusercontent.com/fgnt/mnist/master/',
]

/**
 * The four files of a set that takes MNIST's place, known by the SHA-256 of their compressed form only. They bear MNIST's
 * names, so that MNIST's own are told from them by their content.
 */
export function compressedFiles(hashes: Readonly<Record<keyof MnistFiles, string>>): MnistFiles {
  const file = (which: keyof MnistFiles): OfficialFile => ({
    ...MNIST_FILES[which],
    sha256: hashes[which],
    hashOf: 'compressed',
    mistakenFor: [{ sha256: MNIST_FILES[which].sha256, what: `${MNIST_FILES[which].name} of MNIST` }],
  })
  return {
    trainImages: file('trainImages'),
    trainLabels: file('trainLabels'),
    testImages: file('testImages'),
    testLabels: file('testLabels'),
  }
}
