import { formatNumber } from './format-number.js'

/** Room for the labels of the axes, and for what reaches over the edge. CSS pixels. */
export const MARGIN = { left: 40, right: 10, top: 10, bottom: 26 }

type Side = readonly [low: number, high: number]

/** A part of a plane in CSS pixels, with a line and a number at round values of either axis. */
export interface PlaneAxes {
  toX(value: number): number
  toY(value: number): number
  /** A path's `d`. */
  readonly lines: string
  readonly labels: readonly { x: number; y: number; anchor: 'middle' | 'end'; text: string }[]
}

interface PlaneSize {
  readonly width: number
  readonly height: number
  /** One distance between lines for both axes: where both have the same scale. */
  readonly sameStep?: boolean
}

/** y upwards; the window fills the picture up to its margins. */
export function planeAxes(x: Side, y: Side, { width, height, sameStep = false }: PlaneSize): PlaneAxes {
  const right = width - MARGIN.right
  const bottom = height - MARGIN.bottom
  const toX = (value: number) => MARGIN.left + ((value - x[0]) / (x[1] - x[0])) * (right - MARGIN.left)
  const toY = (value: number) => bottom - ((value - y[0]) / (y[1] - y[0])) * (bottom - MARGIN.top)
  const longer = Math.max(x[1] - x[0], y[1] - y[0])
  const columns = ticks(x, tickStep(sameStep ? longer : x[1] - x[0])).map((value) => {
    const at = tenths(toX(value))
    const text = formatNumber(value)
    return { line: `M${at} ${MARGIN.top}V${bottom}`, label: { x: at, y: bottom + 18, anchor: 'middle' as const, text } }
  })
  const rows = ticks(y, tickStep(sameStep ? longer : y[1] - y[0])).map((value) => {
    const at = tenths(toY(value))
    const label = { x: MARGIN.left - 7, y: at + 4, anchor: 'end' as const, text: formatNumber(value) }
    return { line: `M${MARGIN.left} ${at}H${right}`, label }
  })
  const all = [...columns, ...rows]
  return { toX, toY, lines: all.map(({ line }) => line).join(''), labels: all.map(({ label }) => label) }
}

/** To a tenth of a pixel: more digits than anyone sees would make the page larger. */
export function tenths(pixels: number): number {
  return Number(pixels.toFixed(1))
}

/** 1, 2 or 5 times a power of ten, three to six of them in a width. */
function tickStep(extent: number): number {
  const power = 10 ** Math.floor(Math.log10(extent / 3))
  const times = [5, 2, 1].find((each) => each * power * 3 <= extent) ?? 1
  return times * power
}

function ticks([low, high]: Side, step: number): number[] {
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  // `|| 0`: not −0.
  return Array.from({ length: Math.max(0, count) }, (_, place) => (first + place) * step || 0)
}
