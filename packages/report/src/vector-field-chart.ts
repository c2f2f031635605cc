import { MARGIN, type PlaneAxes, planeAxes, tenths as rounded } from './plane-axes.js'
import type { VectorField } from './run-report.js'

/** The length of the longest arrows, as a share of the distance between their tails. */
const REACH = 1
/** The share of arrows that are not cut short: the longest are mostly those far away from all examples. */
const UNCUT = 0.75
const HEAD = { length: 5.5, halfWidth: 2.4 }

export interface ArrowScale {
  /** Drawn length over true length. */
  readonly factor: number
  /** True length beyond which an arrow is cut short. */
  readonly longest: number
}

/**
 * How long to draw arrows: in proportion, so that none reaches farther than the next one's tail, and never longer
 * than they are. A quarter of them, the longest, are cut short.
 */
export function arrowScale({ arrows, x, y }: VectorField): ArrowScale {
  const lengths = arrows.filter(allFinite).map(([, , dx, dy]) => Math.hypot(dx, dy))
  const longest = lengths.toSorted((a, b) => a - b)[Math.ceil(UNCUT * lengths.length) - 1] ?? 0
  const spacing = Math.sqrt(((x[1] - x[0]) * (y[1] - y[0])) / arrows.length)
  return { factor: longest > 0 ? Math.min(1, (REACH * spacing) / longest) : 1, longest }
}

/** Whether all of a point's or an arrow's numbers are finite; JSON turns NaN into null. */
export function allFinite(numbers: readonly number[]): boolean {
  return numbers.every(Number.isFinite)
}

/** CSS pixels; x and y have the same scale. */
export function vectorFieldHeight({ x, y }: VectorField, width: number): number {
  const perUnit = (width - MARGIN.left - MARGIN.right) / (x[1] - x[0])
  return Math.round((y[1] - y[0]) * perUnit) + MARGIN.top + MARGIN.bottom
}

/**
 * Examples, manifold and arrows as an SVG element without name spaces, to stand inside an HTML page: a path each,
 * since thousands of elements would make the page heavy. What is not finite or outside of the window is left out.
 *
 * Its colours are the page's custom properties `--train`, `--validation`, `--muted` and `--rule`, so it follows the
 * page's colour scheme. It holds no text but numbers.
 */
export function vectorFieldSvg(field: VectorField, width: number): string {
  const { x, y, points, manifold = [], arrows } = field
  const height = vectorFieldHeight(field, width)
  const perUnit = (width - MARGIN.left - MARGIN.right) / (x[1] - x[0])
  const { toX, toY, lines, labels } = planeAxes(x, y, { width, height, sameStep: true })
  const seen = (numbers: readonly number[]) => allFinite(numbers) && within(numbers[0]!, x) && within(numbers[1]!, y)
  // A line of no length with round ends is a dot, in a tenth of the characters of a circle.
  const dots = (pairs: readonly (readonly [number, number])[]) =>
    pairs
      .filter(seen)
      .map(([px, py]) => `M${rounded(toX(px))} ${rounded(toY(py))}h0`)
      .join('')

  const { factor, longest } = arrowScale(field)
  const drawn = arrows.filter(seen).map(([px, py, dx, dy]) => {
    const length = Math.hypot(dx, dy)
    const scale = length > longest ? (factor * longest) / length : factor
    return arrow([toX(px), toY(py)], [dx * scale * perUnit, -dy * scale * perUnit])
  })
  return [
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    path(lines, 'stroke="var(--rule)"'),
    path(dots(points), 'stroke="var(--muted)" stroke-width="3" stroke-linecap="round" stroke-opacity=".45"'),
    path(dots(manifold), 'stroke="var(--validation)" stroke-width="2.5" stroke-linecap="round"'),
    path(drawn.map(({ shaft }) => shaft).join(''), 'stroke="var(--train)" stroke-width="1.3"'),
    path(drawn.map(({ head }) => head).join(''), 'stroke="none"', 'var(--train)'),
    ...labels.map(label),
    '</svg>',
  ].join('')
}

type Pixels = readonly [x: number, y: number]

/** A shaft, and a head at its end; a short arrow has a head in proportion. */
function arrow([x, y]: Pixels, [dx, dy]: Pixels): { shaft: string; head: string } {
  const length = Math.hypot(dx, dy)
  if (length === 0) return { shaft: '', head: '' }
  const share = Math.min(1, length / (1.6 * HEAD.length))
  const [ux, uy] = [dx / length, dy / length]
  const [back, side] = [HEAD.length * share, HEAD.halfWidth * share]
  const [baseX, baseY] = [x + dx - ux * back, y + dy - uy * back]
  const corner = (sign: number) => `${rounded(baseX - sign * uy * side)} ${rounded(baseY + sign * ux * side)}`
  return {
    shaft: `M${rounded(x)} ${rounded(y)}L${rounded(baseX)} ${rounded(baseY)}`,
    head: `M${rounded(x + dx)} ${rounded(y + dy)}L${corner(1)}L${corner(-1)}Z`,
  }
}

function path(d: string, stroke: string, fill = 'none'): string {
  return d === '' ? '' : `<path d="${d}" fill="${fill}" ${stroke}/>`
}

function label({ x, y, anchor, text }: PlaneAxes['labels'][number]): string {
  const place = `x="${x}" y="${y}" text-anchor="${anchor}"`
  return `<text ${place} fill="var(--muted)" style="font-size:12px">${text}</text>`
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high
}
