import { createHash } from 'node:crypto'

import { type Dataset, type DataSpec, HourglassError, type Split } from '@hourglass/core'

import { type DataBatch, dataBatches } from './data-batches.js'

/** What contradicts what a data set says of itself. */
export function contradiction(message: string, expected: string, remedy?: string): HourglassError {
  return new HourglassError('data-contradiction', message, {
    expected,
    remedy: remedy ?? 'a fault of the data set: tell its author, or mend it and see testDataset of @hourglass/testing',
  })
}

/** @throws HourglassError `data-contradiction` where d_x, the range, the picture or the classes make no sense */
export function checkSpec({ dimensions, range: [low, high], image, classes }: DataSpec): void {
  if (!(Number.isInteger(dimensions) && dimensions >= 1))
    throw contradiction(`spec.dimensions is ${dimensions}`, 'a whole number from 1 on')
  if (!(low < high)) throw contradiction(`spec.range is [${low}, ${high}]`, 'two numbers, the lower first')
  if (image !== undefined && image[0] * image[1] !== dimensions)
    throw contradiction(
      `spec.image is ${image.join(' × ')}, which is not ${dimensions} numbers`,
      'height × width = spec.dimensions',
    )
  if (classes !== undefined && !(Number.isInteger(classes) && classes >= 1 && classes <= 256))
    throw contradiction(`spec.classes is ${classes}`, 'a whole number from 1 to 256')
}

/** @throws HourglassError `data-contradiction` where hashes are none, or not the published ones */
export function checkHashes(
  hashes: Readonly<Record<string, string>>,
  published: Readonly<Record<string, string>> = {},
): void {
  if (Object.keys(hashes).length === 0)
    throw contradiction('there are no hashes', 'SHA-256 of what the examples were made from')
  for (const [name, hash] of Object.entries(hashes))
    if (!/^[0-9a-f]{64}$/.test(hash))
      throw contradiction(`hash "${name}" is "${hash}"`, 'a SHA-256: 64 lower-case hexadecimal digits')
  for (const [name, hash] of Object.entries(published))
    if (hashes[name] !== hash)
      throw contradiction(`the SHA-256 of ${name} is ${hashes[name] ?? 'not told'}`, `the published one: ${hash}`)
}

/**
 * Reads every number of a split and holds it against the spec, the bytes and the labels.
 *
 * @returns a digest of each example's numbers: equal ones are equal examples
 * @throws HourglassError `data-contradiction` at the first thing wrong, by example and place
 */
export async function checkSplit(
  name: string,
  split: Split,
  spec: DataSpec,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!Number.isInteger(split.size)) throw contradiction(`${name}.size is ${split.size}`, 'a whole number')
  checkLabels(name, split, spec)
  const digests: string[] = []
  for await (const batch of dataBatches(split, signal)) {
    checkRows(name, batch, spec)
    checkBytes(name, split, batch, spec)
    digests.push(...digestsOf(batch, spec))
  }
  checkOrder(name, split, spec)
  return digests
}

/** The digests alone, nothing checked. */
export async function digestSplit(split: Split, spec: DataSpec, signal: AbortSignal): Promise<readonly string[]> {
  const digests: string[] = []
  for await (const batch of dataBatches(split, signal)) digests.push(...digestsOf(batch, spec))
  return digests
}

function checkLabels(name: string, { labels, size }: Split, { classes }: DataSpec): void {
  if (classes === undefined) {
    if (labels === undefined) return
    throw contradiction(`${name} has labels, but there are no classes`, 'spec.classes where there are labels')
  }
  if (!(labels instanceof Uint8Array) || labels.length !== size)
    throw contradiction(
      `${name} has ${labels?.length ?? 'no'} labels for ${size} examples`,
      'a Uint8Array with one for each, as there are classes',
    )
  const wrong = labels.findIndex((label) => label >= classes)
  if (wrong >= 0)
    throw contradiction(`${name}: example ${wrong} is of class ${labels[wrong]}`, `classes 0 … ${classes - 1}`)
}

function checkRows(name: string, { rows, start, size }: DataBatch, spec: DataSpec): void {
  const { dimensions } = spec
  const [low, high] = spec.range
  if (!(rows instanceof Float32Array) || rows.length !== size * dimensions)
    throw contradiction(
      `${name}: rows of ${size} examples are ${describeArray(rows)}`,
      `a Float32Array of ${size} × ${dimensions} = ${size * dimensions}`,
    )
  // NaN is in no range; an infinite range has finite numbers all the same.
  const wrong = rows.findIndex((x) => !(x >= low && x <= high && Number.isFinite(x)))
  if (wrong < 0) return
  throw contradiction(
    `${name}: example ${start + Math.floor(wrong / dimensions)} holds ${rows[wrong]} at place ${wrong % dimensions}`,
    `a finite number in [${low}, ${high}], which is spec.range`,
  )
}

/** `3 numbers of Float64Array`. */
function describeArray(rows: unknown): string {
  if (!ArrayBuffer.isView(rows)) return `${typeof rows}, not an array of numbers`
  return `${(rows as Float32Array).length} numbers${rows instanceof Float32Array ? '' : ` of ${rows.constructor.name}`}`
}

/** An engine may take the bytes in the rows' place. */
function checkBytes(name: string, { bytes }: Split, { rows, start }: DataBatch, { dimensions }: DataSpec): void {
  if (bytes === undefined) return
  const { pixels, rows: places } = bytes
  for (let place = 0; place < rows.length; place++) {
    const example = start + Math.floor(place / dimensions)
    const byte = pixels[(places === undefined ? example : places[example]!) * dimensions + (place % dimensions)]
    if (byte !== undefined && rows[place] === Math.fround(byte / 255)) continue
    throw contradiction(
      `${name}: example ${example} holds ${rows[place]} at place ${place % dimensions}, its bytes ${byte ?? 'nothing'}`,
      'x = byte / 255 wherever there are bytes',
    )
  }
}

/** The same examples in another order, one of them twice, and an array of its own at every call. */
function checkOrder(name: string, split: Split, { dimensions }: DataSpec): void {
  const places = [split.size - 1, 0, Math.floor(split.size / 2), 0]
  const given = split.rows(places)
  const together = given.slice()
  const same = (a: Float32Array, b: Float32Array): boolean => a.every((x, place) => Object.is(x, b[place]))
  for (const [at, place] of places.entries()) {
    const alone = split.rows([place])
    if (!same(alone, together.subarray(at * dimensions, (at + 1) * dimensions)))
      throw contradiction(
        `${name}: example ${place} is another one when it is asked for together with others`,
        'the same numbers in any order',
      )
    alone.fill(Number.NaN)
  }
  if (!same(given, together) || !same(split.rows(places), together))
    throw contradiction(`${name}: two batches share their memory`, 'an array that is new each time')
}

function digestsOf({ rows, size }: DataBatch, { dimensions }: DataSpec): string[] {
  return Array.from({ length: size }, (_, row) =>
    createHash('sha256')
      .update(rows.subarray(row * dimensions, (row + 1) * dimensions))
      .digest('base64'),
  )
}

/** @throws HourglassError `data-contradiction` where the manifold is no points of the data's space */
export function checkManifold({ manifold, spec: { dimensions } }: Dataset): void {
  if (manifold === undefined) return
  if (!(manifold instanceof Float32Array) || manifold.length === 0 || manifold.length % dimensions !== 0)
    throw contradiction(`the manifold is ${manifold.length} numbers`, `a Float32Array of points × ${dimensions}`)
  const wrong = manifold.findIndex((x) => !Number.isFinite(x))
  if (wrong >= 0)
    throw contradiction(
      `point ${Math.floor(wrong / dimensions)} of the manifold holds ${manifold[wrong]}`,
      'finite numbers',
    )
}
