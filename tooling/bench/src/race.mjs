// One row: every contestant is set up, does the same steps, and is then timed by turns with the others.
import { compareLosses, lateLoss, STEPS } from './agreement.mjs'
import { ContestantProcess, Skipped } from './contestant-process.mjs'
import { describedRow } from './described-row.mjs'
import { spreadOf } from './spread.mjs'
import { takeTurns } from './take-turns.mjs'

/** The first steps, in which libraries trace and compile. */
const FIRST = 10
/** Share of the time that the products alone get. */
const PRODUCTS = 1 / 3
const EPOCHS = 7

/**
 * @param inputs where the files are
 * @param withEpochs whether Hourglass also trains whole epochs
 * @returns results by contestant; what a skipped or failed one lacks is undefined
 */
export async function race(row, { contestants, seconds, threads }, inputs, withEpochs) {
  const request = { do: 'set-up', row: describedRow(row), threads, ...(await inputs.files(row)) }
  const environment = { TORCHINDUCTOR_CACHE_DIR: `${inputs.folder}/torchinductor` }
  const results = contestants.map(({ id, title, rounded }) => ({ id, title, rounded }))
  const resultOf = ({ id }) => results.find((result) => result.id === id)
  const failed = (contestant, error) => {
    // A library that is not ours may refuse a machine; ours must not.
    const ours = contestant.parameters.some((parameter) => parameter.endsWith('hourglass.mjs'))
    const kind = error instanceof Skipped || !ours ? 'skipped' : 'failed'
    resultOf(contestant)[kind] = error.message
  }
  const started = []
  try {
    for (const contestant of contestants) {
      const child = new ContestantProcess(contestant, environment)
      started.push(child)
      try {
        Object.assign(resultOf(contestant), await setUp(child, request))
      } catch (error) {
        failed(child, error)
      }
    }
    const racing = started.filter(({ id }) => resultOf({ id }).loss !== undefined)
    const steps = await takeTurns(racing, 'steps', seconds, failed)
    for (const child of racing) {
      const result = resultOf(child)
      const times = steps.found.get(child.id)
      if (times.length === 0) continue
      result.step = spreadOf(times)
      result.warmUp = result.first.reduce((sum, time) => sum + Math.max(0, time - result.step.median), 0)
      result.bytes = (await child.ask({ do: 'memory' })).bytes
    }
    const products = await takeTurns(racing, 'products', seconds * PRODUCTS, failed)
    for (const child of racing) {
      const times = products.found.get(child.id)
      if (times.length > 0) resultOf(child).products = spreadOf(times)
    }
    const ours = racing.find(({ id }) => id === 'hourglass')
    if (withEpochs && ours !== undefined && canRunEpochs(row))
      resultOf(ours).epochs = await ours.ask({ do: 'epochs', count: EPOCHS })
    return { row, reference: compareLosses(row, results), idle: steps.idle, foreign: steps.foreign, results }
  } finally {
    await Promise.all(started.map((child) => child.close()))
  }
}

async function setUp(child, request) {
  const { versions, warnings } = await child.ask(request)
  const begun = await child.ask({ do: 'steps', count: 1 })
  const startUp = performance.now() - child.startedAt
  const rest = await child.ask({ do: 'steps', count: STEPS - 1 })
  const losses = [...begun.values, ...rest.values]
  // So that what is traced and compiled for the products is so before they are timed.
  await child.ask({ do: 'products', count: FIRST + 2 })
  const first = [...begun.times, ...rest.times].slice(0, FIRST)
  return { versions, warnings, startUp, first, firstLoss: losses[0], loss: lateLoss(losses) }
}

/** The real loop feeds the digits as they are, without labels. */
function canRunEpochs({ dimensions, classes }) {
  return dimensions === 784 && classes === undefined
}
