import { HourglassError } from '@hourglass/core'
import { array, assert, boolean, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { mergeResults } from './merge-results.js'
import type { JobRecord, SweepResults } from './results.js'

const cells = [0, 1].map((place) => ({ place, settings: {}, seeds: [1, 2, 3] }))
const jobs = cells.flatMap(({ place, seeds }) =>
  seeds.map((seed): JobRecord => ({
    id: `${place}${seed}`,
    run: `r${place}${seed}`,
    cell: place,
    seed,
    state: 'finished',
  })),
)
const whole: SweepResults = { name: 'trial', hash: 'abc', cells, jobs }

describe('mergeResults', () => {
  it('of any parts that hold every job is the whole, in any order', () => {
    assert(
      property(array(integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }), boolean(), (owner, back) => {
        const parts = [0, 1, 2, 3].map((part) => ({
          ...whole,
          jobs: jobs.map((job, place) => (owner[place] === part ? job : { ...job, state: 'unfinished' as const })),
        }))
        expect(mergeResults(back ? parts.toReversed() : parts)).toEqual(whole)
      }),
    )
  })

  it('takes a result before a failure, and a failure before nothing', () => {
    const failed = { ...whole, jobs: [{ ...jobs[0]!, state: 'failed' as const, error: 'no' }] }
    const nothing = { ...whole, jobs: [{ ...jobs[0]!, state: 'unfinished' as const }] }
    expect(mergeResults([nothing, failed]).jobs[0]!.state).toBe('failed')
    expect(mergeResults([failed, whole]).jobs[0]!.state).toBe('finished')
  })

  it('refuses parts of different sweeps', () =>
    expect(() => mergeResults([whole, { ...whole, hash: 'def' }])).toThrow(HourglassError))
})
