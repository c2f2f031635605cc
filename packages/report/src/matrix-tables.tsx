import { formatNumber } from './format-number.js'
import type { MeasuredMatrix } from './run-report.js'

/**
 * Share of the colour in the darkest cell, in per cent: text on it keeps a contrast of 4.5 : 1 (WCAG 2.2, 1.4.3) in the
 * light and in the dark.
 */
export const DARKEST = 42

/** Each matrix as a table with shaded cells; the numbers stand in them, so that none needs the colour to be read. */
export function MatrixTables({ matrices }: { matrices: readonly MeasuredMatrix[] }) {
  if (matrices.length === 0) return null
  return (
    <section>
      <h2>Confusion</h2>
      {matrices.some(agrees) && (
        <p class="facts">On the diagonal, blue, is what was taken for what it is; orange what was taken for another.</p>
      )}
      <div class="matrices">
        {matrices.map((matrix) => (
          <div class="card scroll">
            <MatrixTable matrix={matrix} />
          </div>
        ))}
      </div>
    </section>
  )
}

function MatrixTable({ matrix }: { matrix: MeasuredMatrix }) {
  const { title, label, value, unit, rows, columns, values } = matrix
  const shade = shades(matrix)
  return (
    <table class="matrix">
      <caption>
        <strong>{label}</strong>{' '}
        <span>
          {title} {formatNumber(value)} {unit}
        </span>
      </caption>
      <thead>
        <tr>
          <td></td>
          <th scope="colgroup" colSpan={columns.names.length}>
            {columns.label}
          </th>
        </tr>
        <tr>
          <th scope="col">{rows.label}</th>
          {columns.names.map((name) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.names.map((name, row) => (
          <tr>
            <th scope="row">{name}</th>
            {columns.names.map((_, column) => (
              <td {...shade(row, column)}>{formatNumber(values[row]![column]!)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The same names on both sides: a row and a column of one name agree. */
function agrees({ rows, columns }: MeasuredMatrix): boolean {
  return rows.names.length === columns.names.length && rows.names.every((name, place) => name === columns.names[place])
}

/**
 * How a cell looks, in proportion to the greatest of its kind. What agrees is one kind and what does not another: the
 * few that are mixed up would be invisible beside the many that are not.
 */
function shades(matrix: MeasuredMatrix) {
  const apart = (row: number, column: number): boolean => agrees(matrix) && row !== column
  const strength = (row: number, column: number): number => {
    const value = Math.abs(matrix.values[row]![column]!)
    return Number.isFinite(value) ? value : 0
  }
  const greatest = [false, true].map((kind) =>
    Math.max(
      ...matrix.values.flatMap((cells, row) =>
        cells.map((_, column) => (apart(row, column) === kind ? strength(row, column) : 0)),
      ),
    ),
  )
  return (row: number, column: number): { class?: string; style?: string } => {
    const kind = apart(row, column)
    const share = strength(row, column) / greatest[Number(kind)]!
    if (matrix.values[row]![column] === 0) return { class: 'zero' }
    if (!(share > 0)) return {}
    return { class: kind ? 'shaded apart' : 'shaded', style: `--shade:${Number((DARKEST * share).toFixed(1))}%` }
  }
}
