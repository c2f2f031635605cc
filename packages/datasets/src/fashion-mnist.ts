import type { DatasetSource } from '@hourglass/core'

import { compressedFiles } from './mnist-files.js'
import {
  type MnistLike,
  mnistLike,
  type MnistLikeOptions,
  mnistLikeOptions,
  type MnistSurroundings,
} from './mnist-like.js'

export const FASHION_MNIST: MnistLike = {
  name: 'fashion-mnist',
  files: compressedFiles({
    trainImages: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    trainLabels: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    testImages: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    testLabels: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
  }),
  mirrors: [
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  ],
  folders: ['fashion-mnist', 'fashion'],
  loose: false,
}

export const fashionMnistOptions = mnistLikeOptions('fashion-mnist')

/**
 * Fashion-MNIST: grey pictures of articles of clothing, 28 × 28 bytes; the classes 0 … 9 are T-shirt/top, trouser, pullover,
 * dress, coat, sandal, shirt, sneaker, bag, ankle boot, 6,000 + 1,000 of each. Its files are known by the SHA-256 of their
 * compressed form. Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
 * learning algorithms", 2017, arXiv:1708.07747.
 *
 * @throws HourglassError as `mnistLike` does
 */
export function fashionMnist(options: MnistLikeOptions, surroundings?: MnistSurroundings): DatasetSource {
  return mnistLike(FASHION_MNIST, options, surroundings)
}
