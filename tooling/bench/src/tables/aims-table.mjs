import { BUSY, ratio, share, table } from './markdown.mjs'

/** The row that the aims speak of. */
const HEADLINE = 'dae-128'

const atMost = (limit) => ({ reached: (value) => value <= limit, shown: ratio })
const atLeast = (limit) => ({ reached: (value) => value >= limit, shown: share })

/** What was aimed at beside what was measured; an aim without its contestants is left out. */
export function aimsTable(races) {
  const headline = races.filter(({ row }) => row.id === HEADLINE)
  const aims = [
    ...races.map((race) => [race, 'compiled ≤ 1.0 × PyTorch eager', quotient(race, 'hourglass', 'torch'), atMost(1)]),
    ...headline.flatMap((race) => [
      [race, 'compiled ≤ 1.0 × torch.compile', quotient(race, 'hourglass', 'torch-compile'), atMost(1)],
      [race, 'fast ≤ 0.6 × torch.compile', quotient(race, 'fast', 'torch-compile'), atMost(0.6)],
      [race, 'products ≥ 75 % of the step', productsShare(race), atLeast(0.75)],
    ]),
    ...races.map((race) => [race, 'wasm ≤ 5 × native', quotient(race, 'wasm', 'hourglass'), atMost(5)]),
  ].filter(([, , value]) => Number.isFinite(value))
  if (aims.length === 0) return undefined
  const cells = aims.map(([{ row, foreign }, aim, value, { reached, shown }]) => {
    const answer = reached(value) ? 'yes' : '**no**'
    return [`${row.id}: ${aim}`, shown(value), foreign > BUSY ? `${answer}, but the machine was busy` : answer]
  })
  return ['### Aims', table([['aim', 'measured', 'reached'], ...cells])].join('\n\n')
}

function resultOf({ results }, id) {
  return results.find((result) => result.id === id)
}

function quotient(race, of, by) {
  return resultOf(race, of)?.step?.median / resultOf(race, by)?.step?.median
}

function productsShare(race) {
  const { products, step } = resultOf(race, 'hourglass') ?? {}
  return products?.median / step?.median
}
