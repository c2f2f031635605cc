import { MARGIN, planeAxes, tenths } from './plane-axes.js'
import type { Scatter, ScatterGroup } from './run-report.js'
import { classColour } from './scatter-palette.js'
import { allFinite } from './vector-field-chart.js'

/** A plane is drawn with one scale for both axes where that makes a picture between these shares of its width high. */
const FLATTEST = 0.4
const TALLEST = 1
/** Points of a group are drawn in so many turns, that the last group does not cover the others. */
const TURNS = 5
/** Least distance between two labels, in CSS pixels. */
const BETWEEN_LABELS = 16
/** Half of a cross, in CSS pixels. */
const CROSS = 5

/** CSS pixels, and whether both axes have the same scale. */
export function scatterSize({ x, y }: Scatter, width: number): { width: number; height: number; sameScale: boolean } {
  const across = width - MARGIN.left - MARGIN.right
  const wanted = (across * (y[1] - y[0])) / (x[1] - x[0])
  const upwards = Math.min(TALLEST * width, Math.max(FLATTEST * width, wanted))
  return { width, height: Math.round(upwards) + MARGIN.top + MARGIN.bottom, sameScale: upwards === wanted }
}

/** The points of a group that are drawn: finite and inside of the window. */
export function pointsSeen({ x, y }: Scatter, { points }: ScatterGroup): ScatterGroup['points'] {
  return points.filter(([px, py]) => allFinite([px, py]) && px >= x[0] && px <= x[1] && py >= y[0] && py <= y[1])
}

/**
 * Groups of points as an SVG element, each in its colour with its label at its middle, the median of either coordinate;
 * marks above them as crosses. A label that would stand upon another one is left out, the legend has it.
 *
 * Its colours are custom properties of the page, so it follows the page's colour scheme.
 */
export function ScatterChart({ scatter, width: wide }: { scatter: Scatter; width: number }) {
  const { x, y, groups, marks } = scatter
  const { width, height, sameScale } = scatterSize(scatter, wide)
  const { toX, toY, lines, labels } = planeAxes(x, y, { width, height, sameStep: sameScale })
  const seen = groups.map((group) => pointsSeen(scatter, group))
  const at = ([px, py]: readonly [number, number]) => `${tenths(toX(px))} ${tenths(toY(py))}`
  const colour = (place: number) => (groups.length === 1 ? 'var(--train)' : classColour(place))
  const middles = seen.map((points) => [
    tenths(toX(median(points.map(([px]) => px)))),
    tenths(toY(median(points.map(([, py]) => py)))),
  ])
  const shown = middles.map(
    ([mx, my], place) =>
      groups.length > 1 &&
      seen[place]!.length > 0 &&
      !middles
        .slice(0, place)
        .some(([ox, oy], other) => seen[other]!.length > 0 && Math.hypot(mx! - ox!, my! - oy!) < BETWEEN_LABELS),
  )
  const turns = groups.length === 1 ? 1 : TURNS
  const crosses = (marks === undefined ? [] : pointsSeen(scatter, marks)).map(
    (mark) => `M${at(mark)}m${-CROSS} ${-CROSS}l${2 * CROSS} ${2 * CROSS}m${-2 * CROSS} 0l${2 * CROSS} ${-2 * CROSS}`,
  )
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <path d={lines} fill="none" stroke="var(--rule)" />
      {Array.from({ length: turns }, (_, turn) =>
        seen.map((points, place) => {
          const d = points.filter((__, point) => point % turns === turn).map((point) => `M${at(point)}h0`)
          // A line of no length with round ends is a dot, in a tenth of the characters of a circle.
          return d.length === 0 ? null : (
            <path
              d={d.join('')}
              fill="none"
              stroke={colour(place)}
              stroke-width="4.5"
              stroke-linecap="round"
              stroke-opacity=".8"
            />
          )
        }),
      )}
      {crosses.length > 0 && (
        <>
          <path d={crosses.join('')} fill="none" stroke="var(--card)" stroke-width="6" stroke-linecap="round" />
          <path d={crosses.join('')} fill="none" stroke="var(--ink)" stroke-width="2.5" stroke-linecap="round" />
        </>
      )}
      {labels.map((label) => (
        <text x={label.x} y={label.y} text-anchor={label.anchor} fill="var(--muted)" style="font-size:12px">
          {label.text}
        </text>
      ))}
      {groups.map(({ label }, place) =>
        shown[place] ? (
          <text class="group-label" x={middles[place]![0]} y={middles[place]![1]! + 5} text-anchor="middle">
            {label}
          </text>
        ) : null,
      )}
    </svg>
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return (low! + high!) / 2
}
