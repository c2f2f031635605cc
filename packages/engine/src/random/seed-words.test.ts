import { expect, it } from 'vitest'

import { seedWords } from './seed-words.js'

it('takes numbers, also negative and beyond 32 bits, and text', () => {
  const seeds = [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, '', '1', 'a', 'b', 'é']
  expect(new Set(seeds.map((seed) => seedWords(seed).join())).size).toBe(seeds.length)
})

it('scatters neighbouring seeds: about half of the 64 bits differ', () => {
  const differing = Array.from({ length: 1000 }, (_, seed) => {
    const [a, b] = [seedWords(seed), seedWords(seed + 1)]
    return bits(a[0] ^ b[0]) + bits(a[1] ^ b[1])
  })
  // Binomial(64, ½): mean 32, standard deviation 4; of 1000 of them 0.13 for their mean.
  const mean = differing.reduce((sum, count) => sum + count, 0) / differing.length
  expect(Math.abs(mean - 32)).toBeLessThan(0.6)
  expect(Math.min(...differing)).toBeGreaterThan(8)
})

it('refuses a fraction', () => {
  expect(() => seedWords(0.5)).toThrow(/whole/)
})

function bits(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
