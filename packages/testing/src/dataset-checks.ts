import { createHash } from 'node:crypto'

import type { Dataset, DataSpec, Split } from '@hourglass/core'
import { expect } from 'vitest'

export const SPLITS = ['train', 'validation', 'test'] as const
export type SplitName = (typeof SPLITS)[number]

const BATCH = 1000

/** Fails where d_x, the range, the picture or the classes contradict themselves. */
export function expectSpec({ dimensions, range: [low, high], image, classes }: DataSpec): void {
  expect(Number.isInteger(dimensions) && dimensions >= 1, `spec.dimensions is ${dimensions}`).toBe(true)
  expect(low < high, `spec.range is [${low}, ${high}]`).toBe(true)
  if (image !== undefined)
    expect(image[0] * image[1], `spec.image ${image.join(' × ')} has as many pixels as dimensions`).toBe(dimensions)
  if (classes !== undefined) expect(Number.isInteger(classes) && classes >= 1, `spec.classes is ${classes}`).toBe(true)
}

/** Fails where a split's rows are not what the spec says: count, finite, within the range. All of them are read. */
export function expectRows(name: string, split: Split, { dimensions, range: [low, high] }: DataSpec): void {
  expect(Number.isInteger(split.size) && split.size >= 1, `${name}.size is ${split.size}`).toBe(true)
  for (const { rows, start, count } of batchesOf(split)) {
    expect(rows, `${name}.rows() is a Float32Array`).toBeInstanceOf(Float32Array)
    expect(rows.length, `${name}.rows() of ${count} examples of ${dimensions} dimensions`).toBe(count * dimensions)
    // One comparison a number: `expect` on each would take minutes. NaN is in no range.
    const wrong = rows.findIndex((x) => !(x >= low && x <= high) || !Number.isFinite(x))
    const example = start + Math.floor(wrong / dimensions)
    expect(wrong, `${name}: example ${example} holds ${rows[wrong]}, outside of spec.range [${low}, ${high}]`).toBe(-1)
    expectBytes(name, split, { rows, start, dimensions })
  }
}

/** Fails where a batch is not what the split's bytes, divided by 255, are: an engine may take these in its place. */
function expectBytes(
  name: string,
  { bytes }: Split,
  { rows, start, dimensions }: { rows: Float32Array; start: number; dimensions: number },
): void {
  if (bytes === undefined) return
  const wrong = rows.findIndex((x, place) => {
    const example = start + Math.floor(place / dimensions)
    const row = bytes.rows?.[example] ?? example
    return x !== Math.fround(bytes.pixels[row * dimensions + (place % dimensions)]! / 255)
  })
  const example = start + Math.floor(wrong / dimensions)
  expect(wrong, `${name}.bytes: example ${example} is another one than in ${name}.rows()`).toBe(-1)
}

/** Fails where labels do not fit the examples or the classes. */
export function expectLabels(name: string, { labels, size }: Split, { classes }: DataSpec): void {
  expect(labels !== undefined, `${name}.labels are there where there are spec.classes, and only there`).toBe(
    classes !== undefined,
  )
  if (labels === undefined) return
  expect(labels, `${name}.labels`).toBeInstanceOf(Uint8Array)
  expect(labels.length, `${name}.labels, one for each example`).toBe(size)
  const wrong = labels.findIndex((label) => label >= classes!)
  expect(wrong, `${name}: example ${wrong} is of class ${labels[wrong]} of ${classes}`).toBe(-1)
}

/** Fails where examples come differently together, in another order, twice, or after a batch was written into. */
export function expectAnyOrder(name: string, split: Split): void {
  const places = [split.size - 1, 0, Math.floor(split.size / 2), 0]
  const single = places.flatMap((place) => [...split.rows([place])])
  expect([...split.rows(places)], `${name}.rows of several, the last first and one twice`).toEqual(single)
  const batch = split.rows(Int32Array.from(places))
  expect([...batch], `${name}.rows of an Int32Array`).toEqual(single)
  batch.fill(Number.NaN)
  expect([...split.rows(places)], `${name}.rows gives a new array, not its own memory`).toEqual(single)
  const first = split.rows([0])
  const kept = [...first]
  split.rows([split.size - 1])
  expect([...first], `${name}.rows gives a new array each time, not one that the next call fills again`).toEqual(kept)
  expect(split.rows([]).length, `${name}.rows of none`).toBe(0)
}

/** SHA-256 of each example's numbers. */
export function digestsOf(split: Split, dimensions: number): string[] {
  const digests: string[] = []
  for (const { rows, count } of batchesOf(split))
    for (let row = 0; row < count; row++) {
      const bytes = rows.slice(row * dimensions, (row + 1) * dimensions)
      digests.push(createHash('sha256').update(bytes).digest('base64'))
    }
  return digests
}

/** Fails where an example of validation or test stands in train too, or one of test in validation. */
export function expectDisjoint(digests: Readonly<Record<SplitName, readonly string[]>>): void {
  for (const [first, second] of [
    ['train', 'test'],
    ['train', 'validation'],
    ['validation', 'test'],
  ] as const) {
    const places = new Map(digests[first].map((digest, place) => [digest, place]))
    const shared = digests[second].flatMap((digest, place) => (places.has(digest) ? [place] : []))
    const [place] = shared
    const example =
      place === undefined ? '' : `, such as ${place}, which is ${first}'s ${places.get(digests[second][place]!)}`
    const remedy = 'where that is in the nature of the data, say repeats: true in the case'
    expect(shared.length, `${shared.length} examples of ${second} are in ${first} too${example}; ${remedy}`).toBe(0)
  }
}

export function expectProvenance({ name, hashes, notes = [] }: Dataset): void {
  expect(name.trim(), 'the data set has a name').not.toBe('')
  expect(Object.keys(hashes), 'hashes of what the examples were made from').not.toEqual([])
  for (const [what, hash] of Object.entries(hashes))
    expect(hash, `hashes["${what}"] is a SHA-256, 64 lower-case hexadecimal digits`).toMatch(/^[0-9a-f]{64}$/)
  for (const note of notes) expect(note, 'a note is one line').toMatch(/^[^\n]+$/)
}

function* batchesOf(split: Split) {
  for (let start = 0; start < split.size; start += BATCH) {
    const count = Math.min(BATCH, split.size - start)
    yield { rows: split.rows(Int32Array.from({ length: count }, (_, place) => start + place)), start, count }
  }
}
