import { formatNumber } from './format-number.js'
import type { VectorField } from './run-report.js'
import { arrowScale, allFinite, vectorFieldHeight, vectorFieldSvg } from './vector-field-chart.js'

/** CSS pixels. */
const WIDTH = 640

/** Where the model moves the points of the plane. */
export function VectorFields({ fields }: { fields: readonly VectorField[] }) {
  if (fields.length === 0) return null
  return (
    <section>
      <h2>Vector field</h2>
      <div class="gallery">
        {fields.map((field) => (
          <Field field={field} />
        ))}
      </div>
    </section>
  )
}

function Field({ field }: { field: VectorField }) {
  const { title, caption, manifold = [] } = field
  return (
    <figure class="card picture lone field">
      <figcaption>
        <strong>{title}</strong>
        <p>{caption}</p>
        <p class="legend">
          <span>
            <i class="swatch train"></i>x̃ → r(x̃)
          </span>
          <span>
            <i class="dot"></i>examples
          </span>
          {manifold.length > 0 && (
            <span>
              <i class="swatch validation"></i>manifold
            </span>
          )}
        </p>
        <p class="remark">{remarks(field).join(' ')}</p>
      </figcaption>
      <div
        class="plot"
        role="img"
        aria-label={alternative(field)}
        style={`aspect-ratio:${WIDTH}/${vectorFieldHeight(field, WIDTH)}`}
        dangerouslySetInnerHTML={{ __html: vectorFieldSvg(field, WIDTH) }}
      />
    </figure>
  )
}

function remarks(field: VectorField): string[] {
  const short = (value: number) => formatNumber(value, 2)
  const { factor, longest } = arrowScale(field)
  const bad = field.arrows.filter((arrow) => !allFinite(arrow)).length
  return [
    factor < 1
      ? `Arrows are drawn at ${short(factor)} of their length, those over ${short(longest)} cut short.`
      : 'Arrows are drawn as long as they are.',
    ...(bad > 0 ? [`${bad} of ${field.arrows.length} are not finite and left out.`] : []),
  ]
}

/** What the picture shows, for readers who do not see it: how much nearer to the manifold the arrows lead. */
function alternative({ title, points, manifold = [], arrows, x, y }: VectorField): string {
  const parts = [`${points.length} examples`, `${arrows.length} arrows`]
  if (manifold.length > 0) parts.splice(1, 0, 'the manifold that they lie around')
  const [left, right, bottom, top] = [...x, ...y].map((value) => formatNumber(value, 3))
  const window = `x from ${left} to ${right}, y from ${bottom} to ${top}`
  return `${title}: ${parts.join(', ')}; ${window}.${nearer(manifold, arrows)}`
}

function nearer(manifold: VectorField['points'], arrows: VectorField['arrows']): string {
  if (manifold.length === 0) return ''
  const finite = arrows.filter(allFinite)
  const from = (px: number, py: number) =>
    manifold.reduce((least, [mx, my]) => Math.min(least, Math.hypot(mx - px, my - py)), Infinity)
  const count = finite.filter(([px, py, dx, dy]) => from(px + dx, py + dy) < from(px, py)).length
  return ` ${count} of ${finite.length} arrows end nearer to the manifold than they begin.`
}
