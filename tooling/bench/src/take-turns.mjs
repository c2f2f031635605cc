import { setTimeout as wait } from 'node:timers/promises'

import { machineSeconds, processorSeconds } from './processor-time.mjs'

/** Seconds of one turn: long enough to warm the caches anew, short enough for all to see the same machine. */
const TURN = 0.3
/** Milliseconds in which a library's threads go to sleep after a turn. */
const SETTLE = 30

/**
 * Lets contestants repeat something by turns, one at a time, until each had its seconds; who begins changes from round to
 * round.
 *
 * @param doing `steps` or `products`
 * @param failed told of a contestant that gave up, with the error
 * @returns by contestant all times in milliseconds; and the shares of one processor that were taken during turns by
 *   those who waited (`idle`), and by programs that are none of ours (`foreign`)
 */
export async function takeTurns(contestants, doing, seconds, failed) {
  const rounds = Math.max(1, Math.ceil(seconds / TURN))
  const found = new Map(contestants.map(({ id }) => [id, []]))
  const taken = { idle: 0, foreign: 0, elapsed: 0 }
  let racing = [...contestants]
  for (let round = 0; round < rounds && racing.length > 0; round++) {
    const first = round % racing.length
    for (const contestant of [...racing.slice(first), ...racing.slice(0, first)]) {
      const before = readClocks(contestants, contestant)
      try {
        found.get(contestant.id).push(...(await contestant.ask({ do: doing, seconds: seconds / rounds })).times)
      } catch (error) {
        failed(contestant, error)
        racing = racing.filter((other) => other !== contestant)
      }
      const after = readClocks(contestants, contestant)
      for (const clock of Object.keys(taken)) taken[clock] += after[clock] - before[clock]
      await wait(SETTLE)
    }
  }
  return { found, idle: taken.idle / taken.elapsed, foreign: taken.foreign / taken.elapsed }
}

/** Seconds: of the wall, of the processors for all but the active contestant, and for all but this whole suite. */
function readClocks(contestants, active) {
  const used = ({ pid }) => processorSeconds(pid) ?? 0
  const idle = contestants.reduce((sum, one) => sum + (one === active ? 0 : used(one)), 0)
  const foreign = machineSeconds() - idle - used(active) - process.cpuUsage().user / 1e6
  return { elapsed: performance.now() / 1000, idle, foreign }
}
