import { contentHash, type DatasetSource, HourglassError } from '@hourglass/core'
import { permutation, seedWords } from '@hourglass/engine'

import { type MadeHashes, madeSet, type SetRecipe, type SplitSizes } from '../made-set.js'
import { type Background, imagePatches, randomPixels } from './background.js'
import { compose } from './compose.js'
import { type DigitSource, digitSource } from './digit-source.js'
import { drawExamples } from './draw-examples.js'
import type { MnistVariationOptions } from './mnist-variation-options.js'
import { naturalImageHashes } from './natural-images.js'
import { rotate } from './rotate.js'
import { turn } from './turn.js'

/** What sets the five apart. */
export interface MnistVariation {
  readonly name: string
  readonly rotated: boolean
  readonly background?: 'random-pixels' | 'images'
  /** Checks options, and fills in what is absent. */
  readonly options: { parse(given: unknown): MnistVariationOptions }
  /** What each kind of digits comes to with all other options at their defaults. */
  readonly published?: Readonly<Record<MnistVariationOptions['digits'], MadeHashes>>
}

/** What a test replaces. */
export interface MnistVariationSurroundings {
  readonly source: DigitSource
  readonly environment: NodeJS.ProcessEnv
}

const SIDE = 28
const PIXELS = SIDE * SIDE
const SIZES = {
  mnist: { train: 10_000, validation: 2_000, test: 50_000 },
  'mnist-10k': { train: 1_600, validation: 320, test: 8_000 },
}

/**
 * A variation of MNIST, made as Larochelle, Erhan, Courville, Bergstra and Bengio tell in "An empirical evaluation of
 * deep architectures on problems with many factors of variation", ICML 2007: 28 × 28 bytes, x = byte / 255 ∈ [0, 1].
 *
 * Example i is of digit `order[i]`, a permutation of all digits that follows from `seed` alone, so that it is of the same
 * digit in each of the five. Where the variation says so it is rotated by an angle ~ U[0, 2π), and then composed with a
 * background. It is the same in splits of any sizes; train, validation and test follow each other.
 *
 * @throws HourglassError `invalid-option` at once; from `load` what `digitSource`, `naturalImages`, `drawPatch` and
 * `madeSet` throw
 */
export function mnistVariation(
  variation: MnistVariation,
  options: MnistVariationOptions,
  { source, environment }: MnistVariationSurroundings = {
    source: digitSource(options.digits, options.folder),
    environment: process.env,
  },
): DatasetSource {
  const { name, background } = variation
  const { digits, images } = options
  const sizes = sizesOf(options, source.count)
  refuseIdle(options)

  const recipe = async (): Promise<SetRecipe> => {
    const hashes = { ...source.hashes, ...(background === 'images' && (await naturalImageHashes({ images }))) }
    return {
      name,
      version: 1,
      sizes,
      image: [SIDE, SIDE],
      classes: 10,
      decides: { ...choicesIn(options), hashes },
      hashes,
      notes: notesOn(digits, sizes),
      make: async (progress, signal) => {
        const { pixels, labels } = await source.read(progress, signal)
        const order = permutation(seedWords(`digits of the MNIST variations ${options.seed}`), source.count)
        const picture = await pictures(variation, options)
        return drawExamples(
          {
            count: sizes.train + sizes.validation + sizes.test,
            dimensions: PIXELS,
            key: seedWords(`${name} ${options.seed}`),
            draw(draws, example, i) {
              const from = order[i]!
              example.set(picture(pixels.subarray(from * PIXELS, (from + 1) * PIXELS), draws))
              return labels[from]!
            },
          },
          progress,
          signal,
        )
      },
    }
  }
  const usual = contentHash(asked(options)) === contentHash(asked(variation.options.parse({ digits })))
  const made = madeSet(recipe, usual ? variation.published?.[digits] : undefined, environment)
  return source.fetch === undefined ? made : { ...made, fetch: source.fetch }
}

/** What becomes of a digit. */
async function pictures(
  { rotated, background }: MnistVariation,
  options: MnistVariationOptions,
): Promise<(digit: Uint8Array, draws: Parameters<Background>[0]) => Uint8Array> {
  const { interpolation, composition, threshold, images, longestSide, leastDeviation } = options
  let draw: Background | undefined
  if (background === 'random-pixels') draw = randomPixels(PIXELS)
  if (background === 'images')
    draw = await imagePatches(SIDE, { images, longestSide: longestSide!, leastDeviation: leastDeviation! })
  return (digit, draws) => {
    const turned = rotated ? rotate(digit, turn(draws.uniform()), interpolation!) : digit
    return draw === undefined ? turned : compose(turned, draw(draws), { composition: composition!, threshold })
  }
}

/** The options that decide on a byte, besides sizes and files. */
function choicesIn({
  seed,
  interpolation,
  composition,
  threshold,
  longestSide,
  leastDeviation,
}: MnistVariationOptions) {
  return { seed, interpolation, composition, threshold, longestSide, leastDeviation }
}

/** Everything but where the digits lie. */
function asked(options: MnistVariationOptions): MnistVariationOptions {
  return { ...options, folder: undefined }
}

function sizesOf(options: MnistVariationOptions, digits: number): SplitSizes {
  const usual = SIZES[options.digits]
  const { train = usual.train, validation = usual.validation, test = usual.test } = options
  if (train + validation + test <= digits) return { train, validation, test }
  const path = (['train', 'validation', 'test'] as const).find((split) => options[split] !== undefined)
  throw new HourglassError(
    'invalid-option',
    `${digits} digits cannot give ${train} + ${validation} + ${test} examples`,
    {
      place: { path: path ?? 'digits' },
      expected: `at most ${digits} examples in \`train\`, \`validation\` and \`test\` together: each digit is used once`,
      remedy: 'make one of the three smaller',
    },
  )
}

/** An option that would do nothing is a misunderstanding. */
function refuseIdle({ digits, folder, composition, threshold }: MnistVariationOptions): void {
  const idle = (path: string, message: string, expected: string): HourglassError =>
    new HourglassError('invalid-option', message, { place: { path }, expected, remedy: `leave \`${path}\` out` })
  if (folder !== undefined && digits !== 'mnist')
    throw idle('folder', `the digits of ${digits} are not in a folder`, '`folder` with `digits: mnist` alone')
  if (threshold !== undefined && composition !== 'replace')
    throw idle('threshold', `${composition} knows no threshold`, '`threshold` with `composition: replace` alone')
}

function notesOn(digits: MnistVariationOptions['digits'], sizes: SplitSizes): string[] {
  const dealt = (of: SplitSizes): string => `${of.train} / ${of.validation} / ${of.test}`
  const smaller = 'made of the 10,000 digits of mnist-10k, which are training images of MNIST, in place of all 70,000'
  return [
    'made anew after Larochelle et al. 2007: compare the order of results with published ones, not their values',
    ...(digits === 'mnist-10k' ? [smaller] : []),
    ...(dealt(sizes) === dealt(SIZES.mnist) ? [] : [`${dealt(sizes)} examples in place of ${dealt(SIZES.mnist)}`]),
  ]
}
