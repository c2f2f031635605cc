import { formatColumn } from './format-number.js'
import type { ResultTable as Table } from './run-report.js'

/** The model beside its baselines; numbers of one column have the same decimals. */
export function ResultTable({ columns, rows, caption }: Table) {
  const texts = columns.map((_, column) => columnTexts(rows.map(({ cells }) => cells[column])))
  return (
    <section>
      <h2>Result</h2>
      <div class="card scroll">
        <table class="result">
          {caption && <caption>{caption}</caption>}
          <thead>
            <tr>
              <td></td>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, emphasis }, row) => (
              <tr class={emphasis ? 'emphasis' : undefined}>
                <th scope="row">{label}</th>
                {texts.map((column) => (
                  <td>{column[row]}</td>
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
