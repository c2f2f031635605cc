import { scatterSvg } from './data-scatter.js'
import { type Drawn, examplesByClass, firstOf, type SheetRequest } from './data-selection.js'
import { count } from './data-table.js'

/** Examples of each class in a plot. */
const SCATTERED = 1000

/** Examples of two or three numbers: a scatter plot of each pair of coordinates, with the manifold where it is known. */
export function scatters({ name, dataset, split, count: wanted }: SheetRequest): Drawn[] {
  const { spec, manifold } = dataset
  const part = dataset[split]
  const examples = examplesByClass(part, spec).flatMap((group) => group.slice(0, wanted ?? SCATTERED))
  const rows = part.rows(examples)
  const pairs =
    spec.dimensions === 2
      ? ([[0, 1]] as const)
      : ([
          [0, 1],
          [0, 2],
          [1, 2],
        ] as const)
  const shown =
    part.labels === undefined || examples.length === part.size
      ? firstOf(examples.length, part.size)
      : `${count(examples.length)} of ${count(part.size)} examples, the first of each class`
  return pairs.map(([x, y]) => {
    const plane = (values: Float32Array): Float32Array =>
      Float32Array.from({ length: (2 * values.length) / spec.dimensions }, (_, place) => {
        const point = Math.floor(place / 2)
        return values[point * spec.dimensions + (place % 2 === 0 ? x : y)]!
      })
    return {
      file: spec.dimensions === 2 ? 'scatter.svg' : `scatter-x${x + 1}-x${y + 1}.svg`,
      caption: `${shown}${manifold === undefined ? '' : '; in black the manifold they were drawn around'}`,
      content: scatterSvg({
        points: plane(rows),
        ...(part.labels !== undefined && { labels: examples.map((example) => part.labels![example]!) }),
        ...(manifold !== undefined && { manifold: plane(manifold) }),
        title: `${name}, ${split}`,
        names: [`x${x + 1}`, `x${y + 1}`],
      }),
    }
  })
}

/** Lines of a table. */
const LISTED = 100

/** The first examples as numbers, a line each. */
export function exampleTable({ dataset, split, count: wanted }: SheetRequest): Drawn {
  const part = dataset[split]
  const { dimensions } = dataset.spec
  const size = Math.min(wanted ?? LISTED, part.size)
  const rows = part.rows(Int32Array.from({ length: size }, (_, place) => place))
  const heads = [
    ...Array.from({ length: dimensions }, (_, place) => `x${place + 1}`),
    ...(part.labels ? ['class'] : []),
  ]
  const lines = Array.from({ length: size }, (_, row) =>
    [...rows.subarray(row * dimensions, (row + 1) * dimensions), ...(part.labels ? [part.labels[row]!] : [])].join(','),
  )
  return {
    file: 'examples.csv',
    caption: `${firstOf(size, part.size)} as numbers`,
    content: `${[heads.join(','), ...lines].join('\n')}\n`,
  }
}
