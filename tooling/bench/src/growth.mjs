// How a step's time grows with the batch and with the width.
import { ContestantProcess } from './contestant-process.mjs'
import { describedRow } from './described-row.mjs'
import { tiedDenoising } from './rows.mjs'
import { spreadOf } from './spread.mjs'
import { takeTurns } from './take-turns.mjs'

const BATCHES = [20, 50, 128, 250, 500, 1000, 2000]
const WIDTHS = [250, 500, 1000, 2000, 4000]
const CONTESTANTS = ['hourglass', 'torch']
/** What an engine checks and compiles lies within these. */
const WARM_UP = 12
/** Share of the time that each point gets. */
const SHARE = 0.3

/** @returns a point for each batch and width, with the spread of each contestant that runs */
export async function growth({ contestants, seconds, threads }, inputs) {
  const points = [
    ...BATCHES.map((batch) => ({ varied: 'batch', row: tiedDenoising({ batch }) })),
    ...WIDTHS.map((width) => ({ varied: 'width', row: tiedDenoising({ batch: 128, width }) })),
  ]
  let children = contestants
    .filter(({ id }) => CONTESTANTS.includes(id))
    .map((contestant) => new ContestantProcess(contestant, {}))
  const all = children
  const leave = (child) => {
    children = children.filter((other) => other !== child)
  }
  try {
    for (const point of points) {
      const request = { do: 'set-up', row: describedRow(point.row), threads, ...(await inputs.files(point.row)) }
      for (const child of children)
        try {
          await child.ask(request)
          await child.ask({ do: 'steps', count: WARM_UP })
        } catch {
          leave(child)
        }
      const { found, foreign } = await takeTurns(children, 'steps', seconds * SHARE, leave)
      point.foreign = foreign
      point.steps = Object.fromEntries(
        [...found].flatMap(([id, times]) => (times.length === 0 ? [] : [[id, spreadOf(times)]])),
      )
    }
    return points
  } finally {
    await Promise.all(all.map((child) => child.close()))
  }
}
