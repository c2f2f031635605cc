import { ratio, share, spread, table } from './markdown.mjs'

/** How a step's time grows. */
export function growthTable(points) {
  const cells = points.map(({ varied, row, foreign, steps: { hourglass, torch } }) => [
    varied === 'batch' ? `batch ${row.batch}` : `width ${row.hidden[0]}`,
    spread(hourglass),
    spread(torch),
    ratio(hourglass?.median / torch?.median),
    hourglass === undefined ? '–' : ((1000 * hourglass.median) / row.batch).toFixed(1),
    share(foreign),
  ])
  const heading = [
    '',
    'Hourglass compiled, ms',
    'PyTorch eager, ms',
    '÷ PyTorch',
    'Hourglass, µs an example',
    'other programs',
  ]
  return [
    '### Growth with batch and width',
    'Tied DAE 784-width-784; batch varied at width 1000, width at batch 128. The last column: how much of one processor ' +
      'other programs took meanwhile.',
    table([heading, ...cells]),
  ].join('\n\n')
}
