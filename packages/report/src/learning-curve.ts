import { LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

import type { CurvePoint, CurveTerm } from './curve-terms.js'
import { formatNumber } from './format-number.js'

/** Above this many epochs a line says more than its points. */
const MOST_SYMBOLS = 40
/** A range of two powers of ten is where a straight axis begins to hide the smaller values. */
const LOGARITHMIC_FROM = 100

export interface CurveOptions {
  readonly bestEpoch?: number | undefined
  /** CSS pixels. */
  readonly width: number
  /** CSS pixels. */
  readonly height: number
  /** Makes the ids of this picture unlike those of any other on the page. Letters, digits and hyphens. */
  readonly idPrefix: string
}

/**
 * One term's learning curves as an SVG element without name spaces, to stand inside an HTML page.
 *
 * Its colours are the page's custom properties `--train`, `--validation`, `--ink`, `--muted`, `--rule` and `--card`, so
 * it follows the page's colour scheme. Values that are not finite leave a gap. It holds no text but numbers, `epoch` and
 * `best`.
 */
export function learningCurveSvg(term: CurveTerm, { bestEpoch, width, height, idPrefix }: CurveOptions): string {
  // Here and not at the top of the file: importing this package must change nothing. Repeating it does no harm.
  use([LineChart, GridComponent, MarkLineComponent, SVGRenderer])
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    const text = { color: 'var(--muted)', fontSize: 12 }
    const epochs = [...term.train, ...term.validation].map(({ epoch }) => epoch)
    const [first, last] = [Math.min(...epochs), Math.max(...epochs)]
    const alone = first === last
    const logarithmic = isLogarithmic(term)
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 4, right: 14, top: 22, bottom: 22, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'value',
        min: alone ? first - 1 : first,
        max: alone ? last + 1 : last,
        minInterval: 1,
        name: 'epoch',
        nameLocation: 'middle',
        nameGap: 24,
        nameTextStyle: text,
        axisLabel: { ...text, formatter: (epoch: number) => (alone && epoch !== first ? '' : String(epoch)) },
        axisLine: { onZero: false, lineStyle: { color: 'var(--muted)' } },
        axisTick: { show: false },
        splitLine: { show: false },
      },
      yAxis: {
        ...(logarithmic ? logarithmicScale(term) : { type: 'value', scale: true, splitNumber: 4 }),
        axisLabel: { ...text, formatter: (value: number) => valueLabel(value, logarithmic) },
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: 'var(--rule)' } },
      },
      series: [
        // Narrow above wide: where the two are equal, both are seen.
        { ...line(term.validation, 'var(--validation)', 'var(--card)', 2.5), ...bestLine(bestEpoch, first, last) },
        line(term.train, 'var(--train)', 'var(--train)', 1.5),
      ],
    })
    return inlined(chart.renderToSVGString(), idPrefix)
  } finally {
    chart.dispose()
  }
}

/** Whether the axis of values is logarithmic: all values are positive and span two powers of ten or more. */
export function isLogarithmic({ train, validation }: Pick<CurveTerm, 'train' | 'validation'>): boolean {
  const values = finiteValues({ train, validation })
  return values.length > 1 && Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) >= LOGARITHMIC_FROM
}

/** From just below the least to just above the greatest value, not from a power of ten to a power of ten. */
function logarithmicScale(term: CurveTerm) {
  const values = finiteValues(term)
  return { type: 'log' as const, min: Math.min(...values) / 1.2, max: Math.max(...values) * 1.2 }
}

/** A logarithmic axis is labelled at powers of ten only, not at its ends. */
function valueLabel(value: number, logarithmic: boolean): string {
  return logarithmic && !Number.isInteger(Number(Math.log10(value).toFixed(9))) ? '' : formatNumber(value, 6)
}

function finiteValues({ train, validation }: Pick<CurveTerm, 'train' | 'validation'>): number[] {
  return [...train, ...validation].map(({ value }) => value).filter(Number.isFinite)
}

function line(points: readonly CurvePoint[], color: string, fill: string, width: number) {
  const finite = (index: number) => Number.isFinite(points[index]?.value)
  const visible = (index: number) => points.length <= MOST_SYMBOLS || !(finite(index - 1) || finite(index + 1))
  return {
    type: 'line' as const,
    data: points.map(({ epoch, value }) => [epoch, Number.isFinite(value) ? value : '-']),
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) => (visible(dataIndex) ? 'circle' : 'none'),
    symbolSize: 6,
    showAllSymbol: true,
    silent: true,
    emphasis: { disabled: true },
    lineStyle: { color, width },
    itemStyle: { color: fill, borderColor: color, borderWidth: 1.5 },
  }
}

function bestLine(bestEpoch: number | undefined, first: number, last: number) {
  if (bestEpoch === undefined || !(bestEpoch >= first && bestEpoch <= last)) return {}
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: [{ xAxis: bestEpoch }],
      label: { formatter: 'best', color: 'var(--muted)', fontSize: 12, distance: 4 },
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
