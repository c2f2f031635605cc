import type { DatasetSource } from '@hourglass/core'

import { compressedFiles } from './mnist-files.js'
import {
  type MnistLike,
  mnistLike,
  type MnistLikeOptions,
  mnistLikeOptions,
  type MnistSurroundings,
} from './mnist-like.js'

export const KMNIST: MnistLike = {
  name: 'kmnist',
  files: compressedFiles({
    trainImages: '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4',
    trainLabels: 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17',
    testImages: 'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5',
    testLabels: '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c',
  }),
  mirrors: ['https://codh.rois.ac.jp/kmnist/dataset/kmnist/', 'http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
  folders: ['kmnist'],
  loose: false,
}

export const kmnistOptions = mnistLikeOptions('kmnist')

/**
 * Kuzushiji-MNIST: cursive Japanese characters, 28 × 28 bytes; the classes 0 … 9 are お, き, す, つ, な, は, ま, や, れ, を, 6,000
 * + 1,000 of each. Its files are known by the SHA-256 of their compressed form. Source: T. Clanuwat, M. Bober-Irizar,
 * A. Kitamoto, A. Lamb, K. Yamamoto, D. Ha, "Deep learning for classical Japanese literature", 2018, arXiv:1812.01718.
 *
 * @throws HourglassError as `mnistLike` does
 */
export function kmnist(options: MnistLikeOptions, surroundings?: MnistSurroundings): DatasetSource {
  return mnistLike(KMNIST, options, surroundings)
}
