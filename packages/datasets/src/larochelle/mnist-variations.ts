import type { DatasetSource } from '@hourglass/core'
import type { z } from 'zod'

import {
  mnistBasicOptions,
  mnistBgImgOptions,
  mnistBgImgRotOptions,
  mnistBgRandOptions,
  mnistRotOptions,
} from './mnist-variation-options.js'
import { mnistVariation, type MnistVariation } from './mnist-variation.js'
import { PUBLISHED_DIGITS } from './published-digits.js'

/** What sets the five apart. */
export const MNIST_VARIATIONS = {
  'mnist-basic': variation('mnist-basic', { rotated: false, options: mnistBasicOptions }),
  'mnist-rot': variation('mnist-rot', { rotated: true, options: mnistRotOptions }),
  'mnist-bg-rand': variation('mnist-bg-rand', {
    rotated: false,
    background: 'random-pixels',
    options: mnistBgRandOptions,
  }),
  'mnist-bg-img': variation('mnist-bg-img', { rotated: false, background: 'images', options: mnistBgImgOptions }),
  'mnist-bg-img-rot': variation('mnist-bg-img-rot', {
    rotated: true,
    background: 'images',
    options: mnistBgImgRotOptions,
  }),
}

function variation(name: keyof typeof PUBLISHED_DIGITS, rest: Omit<MnistVariation, 'name' | 'published'>) {
  return { name, published: PUBLISHED_DIGITS[name], ...rest }
}

/** Digits as they are: see `mnistVariation`. */
export function mnistBasic(options: z.output<typeof mnistBasicOptions>): DatasetSource {
  return mnistVariation(MNIST_VARIATIONS['mnist-basic'], options)
}

/** Digits rotated by any angle: see `mnistVariation`. */
export function mnistRot(options: z.output<typeof mnistRotOptions>): DatasetSource {
  return mnistVariation(MNIST_VARIATIONS['mnist-rot'], options)
}

/** Digits on random pixels: see `mnistVariation`. */
export function mnistBgRand(options: z.output<typeof mnistBgRandOptions>): DatasetSource {
  return mnistVariation(MNIST_VARIATIONS['mnist-bg-rand'], options)
}

/** Digits on patches of images: see `mnistVariation`. */
export function mnistBgImg(options: z.output<typeof mnistBgImgOptions>): DatasetSource {
  return mnistVariation(MNIST_VARIATIONS['mnist-bg-img'], options)
}

/** Rotated digits on patches of images: see `mnistVariation`. */
export function mnistBgImgRot(options: z.output<typeof mnistBgImgRotOptions>): DatasetSource {
  return mnistVariation(MNIST_VARIATIONS['mnist-bg-img-rot'], options)
}
