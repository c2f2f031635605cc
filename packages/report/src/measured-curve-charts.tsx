import { CHART_HEIGHT, ChartGrid } from './chart-grid.js'
import { formatNumber } from './format-number.js'
import { type ChartLine, isLogarithmic, lineChartSvg } from './line-chart.js'
import type { MeasuredCurve, MeasuredLine } from './run-report.js'

/** The model's line, then those of baselines; beyond these they begin again. Classes of swatches too. */
const LINE_STYLES = [
  { name: 'train', color: 'var(--train)', width: 2 },
  { name: 'validation', color: 'var(--validation)', width: 2 },
  { name: 'third', color: 'var(--muted)', width: 1.5, dash: 'dashed' },
  { name: 'fourth', color: 'var(--muted)', width: 1.5, dash: 'dotted' },
] as const

/** What measurements sum up: a spectrum, a ratio against a distance. */
export function MeasuredCurveCharts({ curves }: { curves: readonly MeasuredCurve[] }) {
  if (curves.length === 0) return null
  return (
    <section>
      <h2>Measured curves</h2>
      <ChartGrid
        items={curves}
        chart={(curve, width, place) => <MeasuredChart curve={curve} width={width} idPrefix={`measured-${place}`} />}
      />
    </section>
  )
}

function MeasuredChart({ curve, width, idPrefix }: { curve: MeasuredCurve; width: number; idPrefix: string }) {
  const { title, xLabel, yLabel, caption, lines } = curve
  const remarks = lines.flatMap(notFinite)
  if (isLogarithmic(lines.flatMap(({ y }) => y))) remarks.unshift('logarithmic axis')
  // The model's line above the others.
  const chart = { lines: lines.map(chartLine).toReversed() }
  return (
    <figure class="card curve">
      <figcaption>
        <strong>{title}</strong>
        <span class="legend">
          {lines.map(({ label, value, unit }, place) => (
            <span>
              <i class={`swatch ${styleOf(place).name}`}></i>
              {label} {formatNumber(value)} {unit}
            </span>
          ))}
        </span>
      </figcaption>
      <div>
        <p class="axis">{yLabel}</p>
        <div
          class="plot"
          role="img"
          aria-label={`${title}: ${yLabel} against ${xLabel}`}
          style={`aspect-ratio:${width}/${CHART_HEIGHT}`}
          dangerouslySetInnerHTML={{ __html: lineChartSvg(chart, { width, height: CHART_HEIGHT, idPrefix }) }}
        />
        <p class="axis below">{xLabel}</p>
      </div>
      {caption !== undefined && <p class="remark">{caption}</p>}
      {remarks.length > 0 && <p class="remark">{remarks.join('; ')}</p>}
    </figure>
  )
}

function styleOf(place: number) {
  return LINE_STYLES[place % LINE_STYLES.length]!
}

function chartLine({ x, y }: MeasuredLine, place: number): ChartLine {
  const { color, width, ...rest } = styleOf(place)
  const points = x.map((at, index) => ({ x: at, y: y[index]! }))
  return {
    points,
    color,
    fill: place === 0 ? color : 'var(--card)',
    width,
    dash: 'dash' in rest ? rest.dash : undefined,
  }
}

function notFinite({ label, y }: MeasuredLine): string[] {
  const count = y.filter((value) => !Number.isFinite(value)).length
  return count === 0 ? [] : [`${label}: ${count} of ${y.length} values are not finite`]
}
