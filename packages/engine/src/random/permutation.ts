import { type KeyWords, randomWords } from './words.js'

/**
 * A uniform permutation of 0 … n−1 by Fisher–Yates (Durstenfeld 1964). An index below k is taken from a 32-bit word as
 * ⌊word · k / 2³²⌋; its bias, below k / 2³², is under 2·10⁻⁵ for a set of 60,000.
 */
export function permutation(key: KeyWords, n: number): Int32Array {
  const words = randomWords(key, n)
  const order = Int32Array.from({ length: n }, (_, place) => place)
  for (let last = n - 1; last > 0; last--) {
    const chosen = Math.floor(((words[last]! >>> 0) / 2 ** 32) * (last + 1))
    const kept = order[last]!
    order[last] = order[chosen]!
    order[chosen] = kept
  }
  return order
}
