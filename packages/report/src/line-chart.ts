import { LineChart as LineSeries } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

import { formatNumber } from './format-number.js'

/** With more points than this a line says more than they do. */
const MOST_SYMBOLS = 40
/** A range of two powers of ten is where a straight axis begins to hide the smaller values. */
const LOGARITHMIC_FROM = 100

export interface ChartLine {
  /** In the order in which they are joined; a y that is not finite leaves a gap. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** A colour of CSS, as are all here: `var(--train)`. */
  readonly color: string
  /** Inside of the circles. */
  readonly fill: string
  /** CSS pixels. */
  readonly width: number
  readonly dash?: 'dashed' | 'dotted' | undefined
}

export interface LineChart {
  /** The first lies below the others. */
  readonly lines: readonly ChartLine[]
  /** x is counted: labels stand at whole numbers alone, ungrouped. */
  readonly counted?: boolean
  /** Name of the x axis, inside the picture. Plain words: what others wrote belongs on the page. */
  readonly xName?: string
  /** An upright line at one x. */
  readonly mark?: { readonly x: number; readonly name: string } | undefined
}

export interface ChartSize {
  /** CSS pixels. */
  readonly width: number
  /** CSS pixels. */
  readonly height: number
  /** Makes the ids of this picture unlike those of any other on the page. Letters, digits and hyphens. */
  readonly idPrefix: string
}

/**
 * Lines as an SVG element without name spaces, to stand inside an HTML page. Its axes take the page's custom properties
 * `--muted` and `--rule`, so it follows the page's colour scheme.
 */
export function lineChartSvg(chart: LineChart, { width, height, idPrefix }: ChartSize): string {
  // Here and not at the top of the file: importing this package must change nothing. Repeating it does no harm.
  use([LineSeries, GridComponent, MarkLineComponent, SVGRenderer])
  const echart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    const values = chart.lines.flatMap(({ points }) => points.map(({ y }) => y))
    const logarithmic = isLogarithmic(values)
    echart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: {
        ...{ left: 4, right: 14, top: chart.mark ? 22 : 10, bottom: chart.xName ? 22 : 4 },
        ...{ outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      },
      xAxis: xAxis(chart),
      yAxis: {
        ...(logarithmic ? logarithmicScale(values) : { type: 'value', scale: true, splitNumber: 4 }),
        axisLabel: { ...AXIS_TEXT, formatter: (value: number) => valueLabel(value, logarithmic) },
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: 'var(--rule)' } },
      },
      series: chart.lines.map((line, place) => ({ ...series(line), ...(place === 0 && markLine(chart)) })),
    })
    return inlined(echart.renderToSVGString(), idPrefix)
  } finally {
    echart.dispose()
  }
}

/** Whether the axis of values is logarithmic: all values are positive and span two powers of ten or more. */
export function isLogarithmic(values: readonly number[]): boolean {
  const finite = values.filter(Number.isFinite)
  return finite.length > 1 && Math.min(...finite) > 0 && Math.max(...finite) / Math.min(...finite) >= LOGARITHMIC_FROM
}

const AXIS_TEXT = { color: 'var(--muted)', fontSize: 12 }

function extent({ lines }: LineChart): [first: number, last: number] {
  const places = lines.flatMap(({ points }) => points.map(({ x }) => x))
  return [Math.min(...places), Math.max(...places)]
}

function xAxis(chart: LineChart) {
  const { counted = false, xName } = chart
  const [first, last] = extent(chart)
  const alone = first === last
  const label = (x: number): string => (counted ? String(x) : formatNumber(x))
  return {
    type: 'value' as const,
    min: alone ? first - 1 : first,
    max: alone ? last + 1 : last,
    ...(counted && { minInterval: 1 }),
    ...(xName !== undefined && { name: xName, nameLocation: 'middle' as const, nameGap: 24, nameTextStyle: AXIS_TEXT }),
    axisLabel: {
      ...AXIS_TEXT,
      // The ends are labelled too, and may lie next to a round number.
      hideOverlap: true,
      ...(alone && { customValues: [first] }),
      formatter: (x: number) => (alone && x !== first ? '' : label(x)),
    },
    axisLine: { onZero: false, lineStyle: { color: 'var(--muted)' } },
    axisTick: { show: false },
    splitLine: { show: false },
  }
}

/** From just below the least to just above the greatest value, not from a power of ten to a power of ten. */
function logarithmicScale(values: readonly number[]) {
  const finite = values.filter(Number.isFinite)
  return { type: 'log' as const, min: Math.min(...finite) / 1.2, max: Math.max(...finite) * 1.2 }
}

/** A logarithmic axis is labelled at powers of ten only, not at its ends. */
function valueLabel(value: number, logarithmic: boolean): string {
  return logarithmic && !Number.isInteger(Number(Math.log10(value).toFixed(9))) ? '' : formatNumber(value, 6)
}

function series({ points, color, fill, width, dash }: ChartLine) {
  const finite = (index: number) => Number.isFinite(points[index]?.y)
  const visible = (index: number) => points.length <= MOST_SYMBOLS || !(finite(index - 1) || finite(index + 1))
  return {
    type: 'line' as const,
    data: points.map(({ x, y }) => [x, Number.isFinite(y) ? y : '-']),
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) => (visible(dataIndex) ? 'circle' : 'none'),
    symbolSize: 6,
    showAllSymbol: true,
    silent: true,
    emphasis: { disabled: true },
    lineStyle: { color, width, ...(dash && { type: dash }) },
    itemStyle: { color: fill, borderColor: color, borderWidth: 1.5 },
  }
}

function markLine(chart: LineChart) {
  const [first, last] = extent(chart)
  const { mark } = chart
  if (mark === undefined || !(mark.x >= first && mark.x <= last)) return {}
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: [{ xAxis: mark.x }],
      label: { formatter: mark.name, color: 'var(--muted)', fontSize: 12, distance: 4 },
      lineStyle: { color: 'var(--muted)', type: 'dashed' as const, width: 1 },
    },
  }
}

/**
 * The picture as part of a page, the same for the same data: echarts numbers its ids and classes through the whole
 * process, writes a rule for hovering, and marks for its own script.
 */
function inlined(svg: string, idPrefix: string): string {
  return svg
    .replace(/<style\b[^]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|xmlns(?::\w+)?|version|baseProfile|pointer-events)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${idPrefix}-`)
    .replace(/\n\s*/g, '')
}
