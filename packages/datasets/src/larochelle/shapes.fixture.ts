import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DATASET, type Dataset, type DatasetSource, definePlugin } from '@hourglass/core'
import { afterAll } from 'vitest'
import type { z } from 'zod'

/** A folder for what is kept, removed when the tests of the file are done. */
export function cacheForTests(): { readonly HOURGLASS_CACHE: string } {
  const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
  afterAll(() => rmSync(home, { recursive: true }))
  return { HOURGLASS_CACHE: home }
}

/** A plugin of this one data set. */
export function pluginOf<Options extends z.ZodObject>(
  name: string,
  options: Options,
  create: (given: z.output<Options>) => DatasetSource,
) {
  return definePlugin({
    name,
    apiVersion: 1,
    register: (registry) => registry.add(DATASET, name, { summary: name, options, create }),
  })
}

export interface Picture {
  readonly pixels: Uint8Array
  readonly label: number
}

/** All pictures of 28 × 28, those of train first, of test last. */
export function picturesOf({ train, validation, test }: Dataset): Picture[] {
  return [train, validation, test].flatMap(({ bytes, labels }) =>
    // What was read from a file is a Buffer, which is equal to no Uint8Array.
    Array.from(labels!, (label, i) => ({
      pixels: Uint8Array.from(bytes!.pixels.subarray(i * 784, (i + 1) * 784)),
      label,
    })),
  )
}

/** Where pixels of this value are: the rectangle that they fill, or `undefined` where they do not fill one. */
export function filledRectangle(pixels: Uint8Array, is: (value: number) => boolean) {
  const places = Array.from(pixels.keys()).filter((at) => is(pixels[at]!))
  const [xs, ys] = [places.map((at) => at % 28), places.map((at) => Math.floor(at / 28))]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left + 1, Math.max(...ys) - top + 1]
  return places.length === width * height ? { left, top, width, height } : undefined
}
