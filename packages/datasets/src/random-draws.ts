import { foldWords, type KeyWords, randomWords } from '@hourglass/engine'

/** Random numbers one after another, as many as it takes: rejection sampling does not know beforehand. */
export interface RandomDraws {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** Uniform among 0 … n − 1; its bias, below n / 2³², is of no weight for the small n of a picture. */
  integer(n: number): number
}

const CHUNK = 32

/** The draws of a key: the same ones for the same key, unrelated ones for any other. */
export function randomDraws(key: KeyWords): RandomDraws {
  let words: Int32Array = new Int32Array(0)
  let [at, chunk] = [0, 0]
  const uniform = (): number => {
    if (at === words.length) [words, at] = [randomWords(foldWords(key, [chunk++, 0]), CHUNK), 0]
    return (words[at++]! >>> 0) / 2 ** 32
  }
  return { uniform, integer: (n) => Math.floor(uniform() * n) }
}
