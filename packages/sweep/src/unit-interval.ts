import { contentHash } from '@hourglass/core'

/** A number in [0, 1) with 52 random bits, by the SHA-256 of what it is for: the same for the same parts, for ever. */
export function unitInterval(...parts: readonly (string | number)[]): number {
  return Number.parseInt(contentHash(parts).slice(0, 13), 16) / 2 ** 52
}
