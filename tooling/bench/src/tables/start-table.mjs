import { table, whole } from './markdown.mjs'

/** Start-up, tracing and memory of every contestant of every row. */
export function startTable(races) {
  const cells = races.flatMap(({ row, results }) =>
    results
      .filter(({ step }) => step !== undefined)
      .map(({ title, startUp, warmUp, bytes }) => [
        row.id,
        title,
        (startUp / 1000).toFixed(2),
        whole(warmUp),
        whole(bytes / 2 ** 20),
      ]),
  )
  const heading = ['row', 'contestant', 'start to first step, s', 'tracing, ms', 'peak memory, MiB']
  return [
    '### Start-up, tracing, memory',
    'From the start of the process to the end of the first step, with digits read and weights loaded; what the first ten ' +
      'steps took beyond ten times the median, where libraries trace and compile; the peak resident memory after the steps.',
    table([heading, ...cells]),
  ].join('\n\n')
}
