import type { Tensor1D } from '@tensorflow/tfjs-core'

declare const brand: unique symbol

/**
 * Names one stream of random numbers: an int32 tensor of two words. The same key always gives the same numbers;
 * independent streams are made with `random.fold(key, 'noise', step)`, never by drawing twice.
 */
export type Key = Tensor1D & { readonly [brand]: 'key' }

/**
 * The two int32 words that a label adds to a key in `fold`: FNV-1a, 32 bit, over the label's UTF-8 bytes with two
 * offset bases. An integer is its own label, so that a step number stays cheap and can be a tensor in a compiled step.
 */
export function labelWords(label: string | number): readonly [number, number] {
  if (typeof label === 'number') {
    if (!Number.isSafeInteger(label)) throw new RangeError(`a key folds in whole numbers, not ${label}`)
    return [label | 0, Math.floor(label / 2 ** 32) | 0]
  }
  const bytes = new TextEncoder().encode(label)
  return [fnv1a(bytes, 0x811c9dc5), fnv1a(bytes, 0x7ee3623b)]
}

function fnv1a(bytes: Uint8Array, basis: number): number {
  let hash = basis
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash | 0
}
