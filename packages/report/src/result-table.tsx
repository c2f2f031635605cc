import { formatColumn } from './format-number.js'
import type { ResultTable as Table } from './run-report.js'

/** More measurements than these stand below each other instead of beside each other, if there are fewer rows. */
const WIDEST = 5

interface Heading {
  readonly label: string
  readonly emphasis?: boolean | undefined
}

/** The model beside its baselines; numbers of one measurement have the same decimals. */
export function ResultTable({ columns, rows, caption }: Table) {
  const texts = columns.map((_, column) => columnTexts(rows.map(({ cells }) => cells[column])))
  const measurements: readonly Heading[] = columns.map((label) => ({ label }))
  const across = columns.length <= Math.max(WIDEST, rows.length)
  const [head, lines] = across ? [measurements, rows] : [rows, measurements]
  return (
    <section>
      <h2>Result</h2>
      <div class="card scroll">
        <table class="result">
          {caption && <caption>{caption}</caption>}
          <thead>
            <tr>
              <td></td>
              {head.map(({ label }) => (
                <th scope="col">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ label, emphasis }, line) => (
              <tr class={emphasis ? 'emphasis' : undefined}>
                <th scope="row">{label}</th>
                {head.map((over, column) => (
                  <td class={over.emphasis ? 'emphasis' : undefined}>
                    {across ? texts[column]![line] : texts[line]![column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function columnTexts(cells: readonly (number | string | undefined)[]): string[] {
  const numbers = formatColumn(cells.filter((cell) => typeof cell === 'number'))
  return cells.map((cell) => (typeof cell === 'number' ? numbers.shift()! : (cell ?? '')))
}
