import { type Key, labelWords, type Random } from '@hourglass/core'
import { type Rank, type Scalar, type ShapeMap, type Tensor, tensor, tensor1d, util } from '@tensorflow/tfjs-core'

import { permutation } from './permutation.js'
import { seedWords } from './seed-words.js'
import { foldWords, type KeyWords, randomWords, unitFloat } from './words.js'

/** Smallest uniform number that enters the logarithm of Box–Muller, as in TensorFlow. */
const EPSILON = 1e-7

/** Random numbers drawn in JavaScript, for the engines whose tensors live in this process's memory (wasm, cpu). */
export const hostRandom: Random = {
  key: (seed) => keyOf(seedWords(seed)),

  fold(key, ...path) {
    let words = wordsOf(key)
    for (const label of path)
      words = foldWords(words, typeof label === 'object' ? scalarWords(label) : labelWords(label))
    return keyOf(words)
  },

  uniform(key, shape, low = 0, high = 1) {
    // Rounded to float32 where the native engine's own product and sum round, so that the bits are the same.
    const width = Math.fround(high - low)
    return draw(key, shape, (words, out) => {
      for (let place = 0; place < out.length; place++) out[place] = Math.fround(width * unitFloat(words[place]!))
      if (low !== 0) for (let place = 0; place < out.length; place++) out[place] = out[place]! + Math.fround(low)
    })
  },

  normal(key, shape, mean = 0, standardDeviation = 1) {
    return draw(key, shape, (words, out) => {
      for (let place = 0; place < out.length; place += 2) {
        const radius = standardDeviation * Math.sqrt(-2 * Math.log(Math.max(unitFloat(words[place]!), EPSILON)))
        const angle = 2 * Math.PI * unitFloat(words[place + 1]!)
        out[place] = mean + radius * Math.sin(angle)
        if (place + 1 < out.length) out[place + 1] = mean + radius * Math.cos(angle)
      }
    })
  },

  bernoulli(key, shape, probability) {
    // The native engine compares in float32.
    const threshold = Math.fround(probability)
    return draw(key, shape, (words, out) => {
      for (let place = 0; place < out.length; place++) out[place] = unitFloat(words[place]!) < threshold ? 1 : 0
    })
  },

  permutation: (key, n) => permutation(wordsOf(key), n),
}

/** The key as a tensor. */
export function keyOf(words: KeyWords): Key {
  return tensor1d(Int32Array.from(words), 'int32') as Key
}

/** The key's two words, read to the host. */
export function wordsOf(key: Key): KeyWords {
  const [word0, word1] = key.dataSync()
  return [word0!, word1!]
}

function scalarWords(label: Scalar): KeyWords {
  return labelWords(label.dataSync()[0]!)
}

/** Words come in whole pairs, so that a pair's second normal number is there for an odd count. */
function draw<S extends ShapeMap[keyof ShapeMap]>(
  key: Key,
  shape: S,
  fill: (words: Int32Array, out: Float32Array) => void,
): Tensor<never> {
  const out = new Float32Array(util.sizeFromShape(shape))
  fill(randomWords(wordsOf(key), out.length + (out.length % 2)), out)
  return tensor(out, shape as ShapeMap[Rank.R1], 'float32') as Tensor as Tensor<never>
}
