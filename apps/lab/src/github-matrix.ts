import { type Cell, units, unitsOf } from '@hourglass/sweep'

import { jobLabel } from './sweep-plan.js'

/** GitHub makes no more jobs out of one matrix. */
const MOST = 256

export interface GithubMatrix {
  readonly include: readonly { readonly shard: string; readonly name: string }[]
}

/**
 * A matrix of GitHub Actions whose every job runs `hourglass sweep <file> --shard ${{ matrix.shard }}`.
 *
 * Source: https://docs.github.com/actions/using-jobs/using-a-matrix-for-your-jobs
 */
export function githubMatrix(cells: readonly Cell[], shards: number = MOST): GithubMatrix {
  const all = units(cells)
  const count = Math.min(shards, MOST, all.length)
  return {
    include: Array.from({ length: count }, (_, place) => {
      const own = unitsOf(all, { index: place + 1, count })
      const [{ jobs, cell }] = own as [(typeof own)[0]]
      const first = jobs.length === 1 ? jobLabel(jobs[0]!) : (cell.row ?? 'search')
      return { shard: `${place + 1}/${count}`, name: own.length === 1 ? first : `${first}, and ${own.length - 1} more` }
    }),
  }
}
