import { formatNumber } from './format-number.js'
import type { Scatter } from './run-report.js'
import { pointsSeen, ScatterChart, scatterSize } from './scatter-chart.js'
import { classColour, LIGHT_CLASSES } from './scatter-palette.js'

/** CSS pixels. */
const WIDTH = 640
/** A legend of more would be longer than the chart. */
const LONGEST_LEGEND = 30

/** Codes in the plane. */
export function Scatters({ scatters }: { scatters: readonly Scatter[] }) {
  if (scatters.length === 0) return null
  return (
    <section>
      <h2>Codes</h2>
      <div class="gallery">
        {scatters.map((scatter) => (
          <Chart scatter={scatter} />
        ))}
      </div>
    </section>
  )
}

function Chart({ scatter }: { scatter: Scatter }) {
  const { title, caption, xLabel, yLabel, groups, marks } = scatter
  const { width, height } = scatterSize(scatter, WIDTH)
  const said = remarks(scatter)
  return (
    <figure class="card picture lone field scatter">
      <figcaption>
        <strong>{title}</strong>
        <p>{caption}</p>
        <p class="legend">
          {groups.length > 1 &&
            groups.slice(0, LONGEST_LEGEND).map(({ label }, place) => (
              <span>
                <i class="dot" style={`background:${classColour(place)}`}></i>
                {label}
              </span>
            ))}
          {marks !== undefined && (
            <span>
              <i class="cross">×</i>
              {marks.label}
            </span>
          )}
        </p>
        {said.length > 0 && <p class="remark">{said.join(' ')}</p>}
      </figcaption>
      <div>
        <p class="axis">{yLabel}</p>
        <div class="plot" role="img" aria-label={alternative(scatter)} style={`aspect-ratio:${width}/${height}`}>
          <ScatterChart scatter={scatter} width={WIDTH} />
        </div>
        <p class="axis below">{xLabel}</p>
      </div>
    </figure>
  )
}

function remarks(scatter: Scatter): string[] {
  const { groups } = scatter
  const count = groups.reduce((sum, { points }) => sum + points.length, 0)
  const left = count - groups.reduce((sum, group) => sum + pointsSeen(scatter, group).length, 0)
  return [
    ...(scatterSize(scatter, WIDTH).sameScale ? [] : ['The axes have different scales.']),
    ...(groups.length > LIGHT_CLASSES.length ? [`Colours begin again after ${LIGHT_CLASSES.length} groups.`] : []),
    ...(groups.length > LONGEST_LEGEND ? [`The legend has the first ${LONGEST_LEGEND} of ${groups.length}.`] : []),
    ...(left > 0 ? [`${left} of ${count} points are not finite, or outside, and left out.`] : []),
  ]
}

/** What the picture shows, for readers who do not see it. */
function alternative({ title, xLabel, yLabel, x, y, groups, marks }: Scatter): string {
  const counts = groups.map(({ label, points }) => `${label}: ${points.length}`).join(', ')
  const [left, right, bottom, top] = [...x, ...y].map((value) => formatNumber(value, 3))
  const crosses = marks === undefined ? '' : `; ${marks.points.length} ${marks.label}`
  return `${title}, points by group (${counts}${crosses}); ${xLabel} from ${left} to ${right}, ${yLabel} from ${bottom} to ${top}.`
}
