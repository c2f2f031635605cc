import { z } from 'zod'

import { COMPOSITIONS } from './compose.js'
import { DIGITS } from './digit-source.js'
import { INTERPOLATIONS } from './rotate.js'

const size = (split: string) => z.number().int().min(1).optional().describe(`examples to ${split}`)

const digits = {
  digits: z
    .enum(DIGITS)
    .default('mnist')
    .describe('whose digits: all 70,000 of mnist, or the 10,000 that come with the installation'),
  folder: z.string().min(1).optional().describe('where mnist finds its files, as its option of that name'),
  seed: z.number().int().default(0).describe('of the order of the digits, and of all that is drawn'),
  train: size('train on: 10,000, of mnist-10k 1,600, where absent'),
  validation: size('validate on: 2,000, of mnist-10k 320, where absent'),
  test: size('test on: 50,000, of mnist-10k 8,000, where absent'),
}

const rotation = {
  interpolation: z.enum(INTERPOLATIONS).default('bilinear').describe('of the pixels of a rotated digit'),
}

const composition = {
  composition: z
    .enum(COMPOSITIONS)
    .default('lighten')
    .describe(
      'of a digit d on a background b: lighten max(d, b), over d + (1 − d/255) b, replace d > threshold ? d : b',
    ),
  threshold: z.number().int().min(0).max(254).optional().describe('of replace alone: 0 where absent'),
}

const images = {
  images: z
    .string()
    .min(1)
    .optional()
    .describe('a folder with PNG and JPEG files to cut the backgrounds out of, in place of nine photographs'),
  longestSide: z
    .number()
    .int()
    .min(28)
    .default(320)
    .describe('pixels to which the longer side of every image is reduced'),
  leastDeviation: z
    .number()
    .min(0)
    .max(127.5)
    .default(30)
    .describe('standard deviation, in bytes, of the pixels of a background: a smoother one is drawn again'),
}

export const mnistBasicOptions = z.strictObject(digits)
export const mnistRotOptions = z.strictObject({ ...digits, ...rotation })
export const mnistBgRandOptions = z.strictObject({ ...digits, ...composition })
export const mnistBgImgOptions = z.strictObject({ ...digits, ...composition, ...images })
export const mnistBgImgRotOptions = z.strictObject({ ...digits, ...rotation, ...composition, ...images })

/** What any of the five may say; a set is rotated where there is an `interpolation`, and so on. */
export type MnistVariationOptions = z.output<typeof mnistBasicOptions> & Partial<z.output<typeof mnistBgImgRotOptions>>
