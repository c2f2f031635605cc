import { philoxBlock } from './philox.js'

/** A key on the host. */
export type KeyWords = readonly [number, number]

// The constants with which TensorFlow scrambles a seed into a Philox key (stateless_random_ops, `GenerateKey`).
const SCRAMBLE_0 = 0x3ec8f720
const SCRAMBLE_1 = 0x02461e29

/**
 * `count` random int32 words of the stream that a key names; the words of TensorFlow's `StatelessRandomUniformFullInt`
 * with the same two-word seed.
 */
export function randomWords([seed0, seed1]: KeyWords, count: number): Int32Array {
  const mix = new Int32Array(4)
  // A seed word is sign-extended to 64 bits before it enters the counter.
  philoxBlock(seed0, seed0 >> 31, seed1, seed1 >> 31, SCRAMBLE_0, SCRAMBLE_1, mix, 0)
  const [k0, k1, c2, c3] = mix as unknown as [number, number, number, number]
  const words = new Int32Array(Math.ceil(count / 4) * 4)
  // The counter's low word alone reaches 2³² blocks: more than a typed array can hold.
  for (let block = 0; block * 4 < count; block++) philoxBlock(block, 0, c2, c3, k0, k1, words, block * 4)
  return words.subarray(0, count)
}

/** A float32 in [0, 1): the word's low 23 bits as the fraction of a number in [1, 2), minus 1. */
export function unitFloat(word: number): number {
  return (word & 0x7fffff) * 2 ** -23
}

/** The key of an independent stream: the sum of key and label, scrambled. */
export function foldWords([word0, word1]: KeyWords, [label0, label1]: KeyWords): KeyWords {
  const [k0, k1] = randomWords([(word0 + label0) | 0, (word1 + label1) | 0], 2)
  return [k0!, k1!]
}
