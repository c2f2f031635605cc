import { CHART_HEIGHT, ChartGrid } from './chart-grid.js'
import { type CurvePoint, type CurveTerm, curveTerms } from './curve-terms.js'
import { EpochTable } from './epoch-table.js'
import { formatNumber, formatSeconds } from './format-number.js'
import { isLogarithmicTerm, learningCurveSvg } from './learning-curve.js'
import type { StageCurves as Stage } from './run-report.js'
import { stageParts } from './stage-parts.js'

/** One stage with its summary, whole or in the parts that it trained. `index` keeps the charts' ids apart. */
export function StageCurves({ stage, index }: { stage: Stage; index: number }) {
  const parts = stageParts(stage.epochs)
  const whole = parts.length <= 1
  return (
    <div class="stage">
      <h3>{[stage.name, whole && parts[0]?.name].filter(Boolean).join(', ')}</h3>
      <p class="facts">{stageFacts(stage, whole).join(' · ')}</p>
      {whole ? (
        <Curves stage={stage} idPrefix={`curve-${index}`} />
      ) : (
        parts.map(({ name, epochs }, place) => {
          const part = { name: name ?? stage.name, epochs }
          return (
            <>
              <h4>{part.name}</h4>
              <p class="facts">{stageFacts(part).join(' · ')}</p>
              <Curves stage={part} idPrefix={`curve-${index}-part-${place}`} />
            </>
          )
        })
      )}
    </div>
  )
}

/** A chart per term, and the numbers behind them. */
function Curves({ stage, idPrefix }: { stage: Stage; idPrefix: string }) {
  const terms = curveTerms(stage.epochs)
  if (terms.length === 0) return null
  return (
    <>
      <ChartGrid
        items={terms}
        chart={(term, width, chart) => (
          <Curve term={term} bestEpoch={stage.bestEpoch} width={width} idPrefix={`${idPrefix}-${chart}`} />
        )}
      />
      <EpochTable stage={stage} />
    </>
  )
}

function stageFacts({ epochs, bestEpoch }: Stage, whole = true): string[] {
  if (epochs.length === 0) return ['no epochs were trained']
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0)
  const examples = epochs.reduce((sum, epoch) => sum + epoch.seconds * epoch.examplesPerSecond, 0)
  const facts = [`${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}`, formatSeconds(seconds)]
  if (seconds > 0) facts.push(`${formatNumber(Number((examples / seconds).toPrecision(3)))} examples/s`)
  if (bestEpoch !== undefined && whole) facts.push(`best epoch ${bestEpoch}`)
  return facts
}

interface CurveProps {
  readonly term: CurveTerm
  readonly bestEpoch: number | undefined
  readonly width: number
  readonly idPrefix: string
}

function Curve({ term, bestEpoch, width, idPrefix }: CurveProps) {
  const sides = (['train', 'validation'] as const).filter((side) => term[side].length > 0)
  const shown = bestEpoch ?? Math.max(...sides.flatMap((side) => term[side].map(({ epoch }) => epoch)))
  const remarks = sides.flatMap((side) => notFinite(side, term[side]))
  if (isLogarithmicTerm(term)) remarks.unshift('logarithmic axis')
  return (
    <figure class="card curve">
      <figcaption>
        <strong>{term.title}</strong>
        <span class="legend">
          {sides.map((side) => (
            <span>
              <i class={`swatch ${side}`}></i>
              {side} {valueAt(term[side], shown)}
            </span>
          ))}
        </span>
      </figcaption>
      <div
        class="plot"
        role="img"
        aria-label={`Learning curve of ${term.title}: ${sides.join(' and ')} over the epochs`}
        style={`aspect-ratio:${width}/${CHART_HEIGHT}`}
        dangerouslySetInnerHTML={{
          __html: learningCurveSvg(term, { bestEpoch, width, height: CHART_HEIGHT, idPrefix }),
        }}
      />
      {remarks.length > 0 && <p class="remark">{remarks.join('; ')}</p>}
    </figure>
  )
}

function valueAt(points: readonly CurvePoint[], epoch: number): string {
  const at = points.find((point) => point.epoch === epoch)
  if (at !== undefined) return formatNumber(at.value)
  const last = points.at(-1)!
  return `${formatNumber(last.value)} (epoch ${last.epoch})`
}

const MOST_NAMED = 5

function notFinite(side: string, points: readonly CurvePoint[]): string[] {
  const bad = points.filter(({ value }) => !Number.isFinite(value))
  if (bad.length === 0) return []
  const named = bad.slice(0, MOST_NAMED).map(({ epoch, value }) => `${formatNumber(value)} at epoch ${epoch}`)
  const rest = bad.length - named.length
  return [`${side} is not finite: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`]
}
