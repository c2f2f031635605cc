/** A cell of the table, or a heading where it has no value. */
interface EnvironmentRow {
  readonly depth: number
  readonly key: string
  readonly value?: string
}

/** Nested records as a table of two columns: a record's name is a heading, its contents stand indented below it. */
export function EnvironmentTable({ environment }: { environment: Readonly<Record<string, unknown>> }) {
  const rows = environmentRows(environment)
  if (rows.length === 0) return null
  return (
    <section>
      <h2>Environment</h2>
      <div class="card">
        <table class="environment">
          <tbody>
            {rows.map(({ depth, key, value }) =>
              value === undefined ? (
                <tr>
                  <th class="group" scope="rowgroup" colSpan={2} style={indent(depth)}>
                    {key}
                  </th>
                </tr>
              ) : (
                <tr>
                  <th scope="row" style={indent(depth)}>
                    {key}
                  </th>
                  <td>{value}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/**
 * The rows in the record's own order, but groups after single values, which would seem to belong to a group above them.
 * What has no value (undefined, an empty record) is left out.
 */
export function environmentRows(environment: Readonly<Record<string, unknown>>, depth = 0): EnvironmentRow[] {
  const entries = Object.entries(environment).filter(([, value]) => value !== undefined)
  const single = entries.filter(([, value]) => !isGroup(value))
  const groups = entries.filter(([, value]) => isGroup(value))
  return [
    ...single.map(([key, value]) => ({ depth, key, value: text(value) })),
    ...groups.flatMap(([key, value]): EnvironmentRow[] => {
      const inside = environmentRows({ ...(value as object) }, depth + 1)
      return inside.length === 0 ? [] : [{ depth, key }, ...inside]
    }),
  ]
}

function isGroup(value: unknown): boolean {
  return isRecord(value) || (Array.isArray(value) && value.some(isRecord))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function text(value: unknown): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '–' : value.toISOString()
  return Array.isArray(value) ? value.map(text).join(', ') : String(value)
}

function indent(depth: number): string | undefined {
  return depth === 0 ? undefined : `padding-left:${depth}rem`
}
