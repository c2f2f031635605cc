import type { DataSpec } from '@hourglass/core'
import { imageGridPng } from '@hourglass/report'

import { type Drawn, examplesByClass, firstOf, listed, type SheetRequest } from './data-selection.js'
import type { NumberStatistics, SplitStatistics } from './data-statistics.js'
import { brief } from './data-table.js'

/** Examples of a class side by side where all classes are on one sheet. */
const CLASSES_COLUMNS = 20
/** Examples side by side on the sheet of one class. */
const CLASS_COLUMNS = 10
/** Side of a picture on a sheet, in pixels, where its own pixels go into that a whole number of times. */
const SIDE = 96

/** A sheet of each class, one of all classes, or of all examples where there are none, and the mean pictures. */
export function pictures(
  { dataset, split, count: wanted }: SheetRequest,
  found: SplitStatistics,
  image: readonly [number, number],
): Drawn[] {
  const { spec } = dataset
  const [height, width] = image
  const part = dataset[split]
  const groups = examplesByClass(part, spec)
  const range = shownRange(spec, found.all)
  const scale = Math.max(1, Math.min(32, Math.floor(SIDE / Math.max(height, width))))
  const sheet = (examples: readonly number[], columns: number): Uint8Array =>
    imageGridPng({ pixels: part.rows(examples), count: examples.length, height, width }, { columns, range, scale })

  const drawn: Drawn[] = []
  const labels = groups.flatMap((group, label) => (group.length > 0 ? [label] : []))
  if (part.labels !== undefined) {
    const columns = Math.min(wanted ?? CLASSES_COLUMNS, CLASSES_COLUMNS)
    const rows = labels.map((label) => groups[label]!.slice(0, columns))
    drawn.push({
      file: 'classes.png',
      caption: `the first ${columns} examples of each class, a class a row: ${listed(labels)} from top to bottom`,
      content: grid({ rows, columns, height, width, read: (examples) => part.rows(examples), range, scale }),
    })
    for (const label of labels) {
      const examples = groups[label]!.slice(0, wanted ?? CLASS_COLUMNS ** 2)
      drawn.push({
        file: `class-${label}.png`,
        caption: `${firstOf(examples.length, groups[label]!.length)} of class ${label}`,
        content: sheet(examples, CLASS_COLUMNS),
      })
    }
  } else {
    const examples = groups[0]!.slice(0, wanted ?? CLASS_COLUMNS ** 2)
    drawn.push({
      file: 'examples.png',
      caption: firstOf(examples.length, part.size),
      content: sheet(examples, CLASS_COLUMNS),
    })
  }
  return [...drawn, meanPictures(found, labels, image, scale)]
}

/** The mean of all, then of each class, in one common range of grey. */
function meanPictures(
  found: SplitStatistics,
  labels: readonly number[],
  image: readonly [number, number],
  scale: number,
): Drawn {
  const [height, width] = image
  const means = [found.all, ...labels.flatMap((label) => found.classes?.[label] ?? [])].map((one) => one.meanExample)
  const values = Float32Array.from(means.flatMap((mean) => [...mean]))
  const low = values.reduce((least, x) => Math.min(least, x), Infinity)
  const high = values.reduce((most, x) => Math.max(most, x), -Infinity)
  const range = low < high ? ([low, high] as const) : ([low, low + 1] as const)
  const classes = found.classes === undefined ? '' : `, then those of class ${listed(labels)}`
  return {
    file: 'mean.png',
    caption: `the mean picture of all${classes}; black is ${brief(range[0])}, white ${brief(range[1])}`,
    content: imageGridPng({ pixels: values, count: means.length, height, width }, { columns: 11, range, scale }),
  }
}

interface Rows {
  readonly rows: readonly (readonly number[])[]
  readonly columns: number
  readonly height: number
  readonly width: number
  readonly range: readonly [number, number]
  readonly scale: number
  read(examples: readonly number[]): Float32Array
}

/** A row of pictures for each list of examples; where a class has fewer than others, its row ends in black. */
function grid({ rows, columns, height, width, read, range, scale }: Rows): Uint8Array {
  const pixels = new Float32Array(rows.length * columns * height * width).fill(range[0])
  for (const [row, examples] of rows.entries()) pixels.set(read(examples), row * columns * height * width)
  return imageGridPng({ pixels, count: rows.length * columns, height, width }, { columns, range, scale })
}

/** A range without an end cannot be shown: then from the least to the greatest value. */
function shownRange({ range }: DataSpec, { min, max }: NumberStatistics): readonly [number, number] {
  if (range.every(Number.isFinite)) return range
  return min < max ? [min, max] : [min, min + 1]
}
