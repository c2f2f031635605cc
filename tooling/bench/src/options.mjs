import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { contestantsOf } from './contestants.mjs'
import { ROWS } from './rows.mjs'

export const TABLES = ['steps', 'epochs', 'growth']

export const HELP = `pnpm bench [options]

  --rows a,b          of ${ROWS.map(({ id }) => id).join(', ')}; default: all
  --contestants a,b   of ${contestantsOf({})
    .map(({ id }) => id)
    .join(', ')}; default: all
  --tables a,b        of ${TABLES.join(', ')}; default: all
  --seconds 3         of timed steps for each contestant of a row
  --threads ${availableParallelism()}         of every library; default: what the machine has
  --python python3    with torch and tensorflow; default: HOURGLASS_BENCH_PYTHON, else python3
  --json file         also writes all results there
  --help
`

/** @throws TypeError or RangeError for what cannot be */
export function readOptions(parameters, environment = process.env) {
  const { values } = parseArgs({
    // `pnpm bench -- --rows tiny` hands the dashes on.
    args: parameters.filter((parameter) => parameter !== '--'),
    options: {
      rows: { type: 'string', default: ROWS.map(({ id }) => id).join() },
      contestants: { type: 'string' },
      tables: { type: 'string', default: TABLES.join() },
      seconds: { type: 'string', default: '3' },
      threads: { type: 'string', default: String(availableParallelism()) },
      python: { type: 'string', default: environment.HOURGLASS_BENCH_PYTHON || 'python3' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [seconds, threads] = [Number(values.seconds), Number(values.threads)]
  if (!(seconds > 0)) throw new RangeError(`--seconds ${values.seconds} is no time`)
  if (!(Number.isInteger(threads) && threads > 0))
    throw new RangeError(`--threads ${values.threads} is no number of them`)
  const all = contestantsOf(values)
  return {
    ...values,
    seconds,
    threads,
    rows: chosen('row', values.rows, ROWS),
    contestants: values.contestants === undefined ? all : chosen('contestant', values.contestants, all),
    tables: chosen(
      'table',
      values.tables,
      TABLES.map((id) => ({ id })),
    ).map(({ id }) => id),
  }
}

/** In the order of `all`. */
function chosen(kind, text, all) {
  const ids = text.split(',')
  const unknown = ids.find((id) => !all.some((one) => one.id === id))
  if (unknown === undefined) return all.filter(({ id }) => ids.includes(id))
  throw new RangeError(`there is no ${kind} "${unknown}", but ${all.map(({ id }) => id).join(', ')}`)
}
