import { labelWords } from '@hourglass/core'

import { foldWords, type KeyWords } from './words.js'

/** The root key of a seed, scrambled once so that neighbouring seeds give unrelated streams. */
export function seedWords(seed: number | string): KeyWords {
  return foldWords([0, 0], labelWords(seed))
}
