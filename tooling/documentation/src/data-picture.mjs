import { encode } from 'fast-png'

const COLUMNS = 12
const ROWS = 3
/** Pixels of the PNG per pixel of an example. */
const SCALE = 2
/** Pixels of the PNG between two examples, and their grey: none of black and white, of which many pictures' edges are. */
const GAP = 4
const GAP_GREY = 170
/** Levels of grey. More would show nothing more at this size, and noise of 256 levels does not compress. */
const LEVELS = 16

/**
 * Examples of a data set of pictures, the classes in turn where there are classes, as a small grey PNG: three rows of
 * twelve, each of 16 levels from the least to the greatest value that an example may hold.
 *
 * @param {import('@hourglass/core').Split} split
 * @param {import('@hourglass/core').DataSpec} spec
 * @returns {Uint8Array}
 */
export function dataPicture(split, { image: [height, width], range: [low, high], dimensions }) {
  const places = inTurn(split, COLUMNS * ROWS)
  const rows = split.rows(places)
  const step = { x: SCALE * width + GAP, y: SCALE * height + GAP }
  const size = { width: COLUMNS * step.x - GAP, height: Math.ceil(places.length / COLUMNS) * step.y - GAP }
  const data = new Uint8Array(size.width * size.height).fill(GAP_GREY)
  for (const [at] of places.entries())
    for (let pixel = 0; pixel < dimensions; pixel++) {
      const fraction = (rows[at * dimensions + pixel] - low) / (high - low)
      const grey = (Math.round(fraction * (LEVELS - 1)) * 255) / (LEVELS - 1)
      const left = (at % COLUMNS) * step.x + (pixel % width) * SCALE
      const top = Math.floor(at / COLUMNS) * step.y + Math.floor(pixel / width) * SCALE
      for (let y = top; y < top + SCALE; y++) data.fill(grey, y * size.width + left, y * size.width + left + SCALE)
    }
  return encode({ ...size, data, channels: 1, depth: 8 }, { zlib: { level: 9 } })
}

/** The first example of each class, then the second of each, …; the first ones where there are no classes. */
function inTurn({ size, labels }, count) {
  const all = Array.from({ length: size }, (_, place) => place)
  if (labels === undefined) return all.slice(0, count)
  const before = new Map()
  const turns = all.map((place) => {
    const turn = before.get(labels[place]) ?? 0
    before.set(labels[place], turn + 1)
    return { place, turn, label: labels[place] }
  })
  return turns
    .filter(({ turn }) => turn < count)
    .toSorted((a, b) => a.turn - b.turn || a.label - b.label)
    .slice(0, count)
    .map(({ place }) => place)
}
