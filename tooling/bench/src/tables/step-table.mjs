import { BUSY, milliseconds, oneLine, ratio, share, spread, table, whole } from './markdown.mjs'

/** One row of the suite: its contestants beside each other. */
export function stepTable({ row, reference, idle, foreign, results }) {
  const median = (id) => results.find((result) => result.id === id)?.step?.median
  const [eager, compiled] = [median('torch'), median('torch-compile')]
  const cells = results.map((result) => {
    const { title, step, products } = result
    if (step === undefined) return [title, reasonOf(result), ...Array.from({ length: 8 }, () => '')]
    return [
      title,
      spread(step),
      milliseconds(step.least),
      whole((1000 * row.batch) / step.median),
      ratio(step.median / eager),
      ratio(step.median / compiled),
      spread(products),
      share(products?.median / step.median),
      result.loss.toPrecision(6),
      result.id === reference ? 'reference' : difference(result),
    ]
  })
  const heading = [
    '',
    'ms per step, median [quartiles]',
    'least',
    'examples/s',
    '÷ PyTorch',
    '÷ torch.compile',
    'products alone, ms',
    'share',
    'loss, steps 151–200',
    'difference',
  ]
  const notes = results.flatMap(({ title, warnings = [] }) =>
    warnings.map((warning) => `${title}: ${oneLine(warning)}`),
  )
  if (idle > BUSY) notes.push(`Those who waited took ${share(idle)} of one processor meanwhile.`)
  if (foreign > BUSY) notes.push(`**The machine was busy**: other programs took ${share(foreign)} of one processor.`)
  return [`### ${row.title}`, table([heading, ...cells]), ...notes].join('\n\n')
}

function reasonOf({ skipped, failed }) {
  return failed === undefined ? `skipped: ${oneLine(skipped ?? 'it gave no time')}` : `**failed**: ${oneLine(failed)}`
}

function difference({ difference, agrees }) {
  const text = Math.abs(difference) < 1e-4 ? difference.toExponential(0) : `${(100 * difference).toFixed(2)} %`
  return agrees ? text : `**DISAGREES**: ${text}`
}
