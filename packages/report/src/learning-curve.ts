import type { CurvePoint, CurveTerm } from './curve-terms.js'
import { type ChartSize, isLogarithmic, lineChartSvg } from './line-chart.js'

export interface CurveOptions extends ChartSize {
  readonly bestEpoch?: number | undefined
}

/**
 * One term's learning curves as an SVG element without name spaces, to stand inside an HTML page.
 *
 * Its colours are the page's custom properties `--train`, `--validation`, `--muted`, `--rule` and `--card`, so it follows
 * the page's colour scheme. Values that are not finite leave a gap. It holds no text but numbers, `epoch` and `best`.
 */
export function learningCurveSvg(term: CurveTerm, { bestEpoch, ...size }: CurveOptions): string {
  const chart = {
    lines: [
      // Narrow above wide: where the two are equal, both are seen.
      { points: points(term.validation), color: 'var(--validation)', fill: 'var(--card)', width: 2.5 },
      { points: points(term.train), color: 'var(--train)', fill: 'var(--train)', width: 1.5 },
    ],
    counted: true,
    xName: 'epoch',
    mark: bestEpoch === undefined ? undefined : { x: bestEpoch, name: 'best' },
  }
  return lineChartSvg(chart, size)
}

/** Whether the axis of values is logarithmic. */
export function isLogarithmicTerm({ train, validation }: Pick<CurveTerm, 'train' | 'validation'>): boolean {
  return isLogarithmic([...train, ...validation].map(({ value }) => value))
}

function points(curve: readonly CurvePoint[]) {
  return curve.map(({ epoch, value }) => ({ x: epoch, y: value }))
}
