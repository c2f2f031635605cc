import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DATASET, definePlugin } from '@hourglass/core'
import { testDataset } from '@hourglass/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import {
  mnistBasicOptions,
  mnistBgImgOptions,
  mnistBgImgRotOptions,
  mnistBgRandOptions,
  mnistRotOptions,
} from './mnist-variation-options.js'
import { mnistBasic, mnistBgImg, mnistBgImgRot, mnistBgRand, mnistRot } from './mnist-variations.js'
import { PUBLISHED_DIGITS } from './published-digits.js'

const five = definePlugin({
  name: 'five',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(DATASET, 'mnist-basic', { summary: 'digits', options: mnistBasicOptions, create: mnistBasic })
      .add(DATASET, 'mnist-rot', { summary: 'rotated', options: mnistRotOptions, create: mnistRot })
      .add(DATASET, 'mnist-bg-rand', { summary: 'on noise', options: mnistBgRandOptions, create: mnistBgRand })
      .add(DATASET, 'mnist-bg-img', { summary: 'on images', options: mnistBgImgOptions, create: mnistBgImg })
      .add(DATASET, 'mnist-bg-img-rot', { summary: 'both', options: mnistBgImgRotOptions, create: mnistBgImgRot }),
})
const SOURCES = {
  'mnist-basic': (digits: Digits) => mnistBasic(mnistBasicOptions.parse({ digits })),
  'mnist-rot': (digits: Digits) => mnistRot(mnistRotOptions.parse({ digits })),
  'mnist-bg-rand': (digits: Digits) => mnistBgRand(mnistBgRandOptions.parse({ digits })),
  'mnist-bg-img': (digits: Digits) => mnistBgImg(mnistBgImgOptions.parse({ digits })),
  'mnist-bg-img-rot': (digits: Digits) => mnistBgImgRot(mnistBgImgRotOptions.parse({ digits })),
}
type Digits = keyof (typeof PUBLISHED_DIGITS)['mnist-basic']
const NAMES = Object.keys(SOURCES) as (keyof typeof SOURCES)[]

const data = process.env['HOURGLASS_DATA'] ?? ''
const present = ['', 'mnist'].some((folder) =>
  ['', '.gz'].some((ending) => existsSync(join(data, folder, `train-images-idx3-ubyte${ending}`))),
)

// Counted in the first 10,000 of train-labels-idx1-ubyte.
const CLASS_SIZES = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]

const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
afterAll(() => rmSync(home, { recursive: true }))

describe.each(NAMES)('%s', (name) => {
  const digits = 'mnist-10k'
  testDataset(five, name, [
    {
      options: { digits, seed: 3, train: 100, validation: 50, test: 50 },
      sizes: { train: 100, validation: 50, test: 50 },
      environment: { HOURGLASS_CACHE: home },
    },
    {
      // Each digit once: the classes are those of all digits.
      options: { digits, train: 8_000, validation: 1_000, test: 1_000 },
      sizes: { train: 8_000, validation: 1_000, test: 1_000 },
      classSizes: CLASS_SIZES,
      environment: { HOURGLASS_CACHE: home },
    },
  ])
})

describe('bytes', () => {
  beforeAll(() => {
    vi.stubEnv('HOURGLASS_CACHE', home)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
  })

  const expectPublished = async (name: keyof typeof SOURCES, digits: Digits, sizes: readonly number[]) => {
    const source = SOURCES[name](digits)
    const { train, validation, test, hashes } = await source.remake!()
    expect([train, validation, test].map(({ size }) => size)).toEqual(sizes)
    expect(hashes).toMatchObject(PUBLISHED_DIGITS[name][digits])
    expect(source.published).toEqual(PUBLISHED_DIGITS[name][digits])
  }

  test.each(NAMES)('of %s from mnist-10k are the same everywhere', (name) =>
    expectPublished(name, 'mnist-10k', [1_600, 320, 8_000]),
  )

  test.runIf(data !== '' && present).each(NAMES)('of %s from mnist are the same everywhere', (name) =>
    expectPublished(name, 'mnist', [10_000, 2_000, 50_000]),
  )

  test('are published for the defaults alone', () => {
    const published = (options: object) => mnistRot(mnistRotOptions.parse(options)).published
    expect(published({ folder: '/anywhere' })).toEqual(PUBLISHED_DIGITS['mnist-rot'].mnist)
    for (const options of [{ seed: 1 }, { train: 9_999 }, { interpolation: 'nearest' }])
      expect(published(options)).toBeUndefined()
    expect(mnistBgImg(mnistBgImgOptions.parse({ images: '/anywhere' })).published).toBeUndefined()
  })
})
