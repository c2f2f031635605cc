import { pngDataUri } from './png-data-uri.js'
import type { Figure } from './run-report.js'

/** Wider than this for its height, a figure gets a row of its own. */
const WIDE = 2

/** The pictures: wide ones across the page, others two in a row, one left over with its caption beside it. */
export function FigureGallery({ figures }: { figures: readonly Figure[] }) {
  if (figures.length === 0) return null
  return (
    <section>
      <h2>Pictures</h2>
      <div class="gallery">
        {layOut(figures).map(({ figure, place }) => (
          <figure class={`card picture ${place}`}>
            <figcaption>
              <strong>{figure.title}</strong>
              <p>{figure.caption}</p>
            </figcaption>
            <div
              class={figure.rowLabels?.length ? 'image labelled' : 'image'}
              style={`max-width:${Math.round(figure.width + labelWidth(figure))}px`}
            >
              {figure.rowLabels && figure.rowLabels.length > 0 && (
                <ol class="row-labels">
                  {figure.rowLabels.map((label) => (
                    <li>{label}</li>
                  ))}
                </ol>
              )}
              <img src={pngDataUri(figure.png)} width={figure.width} height={figure.height} alt={alternative(figure)} />
            </div>
          </figure>
        ))}
      </div>
    </section>
  )
}

type Place = 'wide' | 'half' | 'lone'

function layOut(figures: readonly Figure[]): { figure: Figure; place: Place }[] {
  const isWide = ({ width, height }: Figure) => width / height > WIDE
  const placed: { figure: Figure; place: Place }[] = []
  for (let index = 0; index < figures.length; index++) {
    const [figure, next] = [figures[index]!, figures[index + 1]]
    if (isWide(figure)) placed.push({ figure, place: 'wide' })
    else if (next === undefined || isWide(next)) placed.push({ figure, place: 'lone' })
    else {
      placed.push({ figure, place: 'half' }, { figure: next, place: 'half' })
      index++
    }
  }
  return placed
}

/** About the room that the labels take beside the image, in CSS pixels. */
function labelWidth({ rowLabels = [] }: Figure): number {
  return rowLabels.length === 0 ? 0 : 120
}

function alternative({ title, caption, rowLabels = [] }: Figure): string {
  const rows = rowLabels.length > 0 ? ` Rows from the top: ${rowLabels.join(', ')}.` : ''
  return `${title}: ${caption}${rows}`
}
