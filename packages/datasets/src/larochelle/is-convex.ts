/** A point of the grid of pixels. */
type Point = readonly [x: number, y: number]

/**
 * Whether the non-zero pixels of a picture, row-major, are those of a convex set of the plane: whether no other pixel has
 * its centre in the convex hull of their centres. For pixels that hang together this is Kim's condition on every pair:
 * each point of the segment between two of them is less than a pixel away, along either axis, from one of them.
 *
 * The hull's corners are pixels, so that by Pick's theorem it holds A + B/2 + 1 of them, A being its area and B how many
 * lie on its border; the set is convex where it has as many itself.
 *
 * Sources: Kim 1981, "On the Cellular Convexity of Complexes"; Pick 1899, "Geometrisches zur Zahlenlehre".
 */
export function isConvex(picture: Uint8Array, width: number): boolean {
  const [left, right]: [Point[], Point[]] = [[], []]
  let size = 0
  for (let y = 0; y * width < picture.length; y++) {
    const row = picture.subarray(y * width, (y + 1) * width)
    const first = row.findIndex((pixel) => pixel > 0)
    if (first < 0) continue
    left.push([first, y])
    right.push([row.findLastIndex((pixel) => pixel > 0), y])
    for (const pixel of row) size += pixel > 0 ? 1 : 0
  }
  return size === 0 || size === pointsWithin([...chain(left, 1), ...chain(right, -1).toReversed()])
}

/** Of one point a row, those at which the border turns to the `side` that a convex one turns to. */
function chain(points: readonly Point[], side: 1 | -1): Point[] {
  const corners: Point[] = []
  for (const point of points) {
    while (corners.length > 1 && side * cross(corners.at(-2)!, corners.at(-1)!, point) >= 0) corners.pop()
    corners.push(point)
  }
  return corners
}

/** Twice the area of a triangle, with a sign. */
function cross([x0, y0]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  return (x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0)
}

/** Pick's theorem; right as well for a segment (A = 0, and its points counted there and back) and for a point (B = 0). */
function pointsWithin(corners: readonly Point[]): number {
  let [area, border] = [0, 0]
  for (const [place, corner] of corners.entries()) {
    const next = corners[(place + 1) % corners.length]!
    area += cross(corners[0]!, corner, next)
    border += greatestCommonDivisor(Math.abs(next[0] - corner[0]), Math.abs(next[1] - corner[1]))
  }
  return (Math.abs(area) + border) / 2 + 1
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
