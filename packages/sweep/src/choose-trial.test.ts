import { array, assert, double, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { bestFirst, chooseTrial, scoredTrials, trialRuns } from './choose-trial.js'
import type { CellRecord, JobRecord, JobState } from './results.js'

function searchCell(trials: number, seeds: readonly number[] = [1]): CellRecord {
  const numbers = Array.from({ length: trials }, (_, place) => ({ number: place + 1, settings: { a: place } }))
  return { place: 0, settings: {}, seeds: [1, 2], search: { trials: numbers, seeds } }
}

function job(trial: number, score: readonly number[] | undefined, state: JobState = 'finished', seed = 1) {
  return { id: '', run: '', cell: 0, trial, seed, state, ...(score && { score }) }
}

const choose = (cell: CellRecord, jobs: readonly JobRecord[]) => chooseTrial(scoredTrials(cell, trialRuns(jobs)))

describe('chooseTrial', () => {
  it('is the trial of the least score, of equals by the next term, then by number', () => {
    expect(choose(searchCell(3), [job(1, [0.3]), job(2, [0.1]), job(3, [0.2])])).toBe(2)
    expect(choose(searchCell(3), [job(1, [0.1, 5]), job(2, [0.1, 4]), job(3, [0.1, 4])])).toBe(2)
  })

  it('takes the mean over the seeds of a trial, and none with a failed run', () => {
    const jobs = [job(1, [0.1]), job(1, [0.5], 'finished', 2), job(2, [0.2]), job(2, [0.2], 'finished', 2)]
    expect(choose(searchCell(2, [1, 2]), jobs)).toBe(2)
    expect(choose(searchCell(2, [1, 2]), [...jobs.slice(0, 3), job(2, undefined, 'failed', 2)])).toBe(1)
  })

  it('chooses nothing before all have ended, and nothing of nothing', () => {
    expect(choose(searchCell(2), [job(1, [0.1])])).toBeUndefined()
    expect(choose(searchCell(2), [job(1, [0.1]), job(2, undefined, 'running')])).toBeUndefined()
    expect(choose(searchCell(1), [job(1, undefined, 'failed')])).toBeUndefined()
  })

  it('cannot be given a number of the test set', () => {
    const record = { ...job(1, [0.1]), lines: [] }
    // @ts-expect-error: a record with lines is no TrialRun
    scoredTrials(searchCell(1), [record])
    expect(trialRuns([record])[0]).not.toHaveProperty('lines')
  })

  it('is the same whatever the test set says', () => {
    const value = double({ noNaN: true, min: 0, max: 1 })
    assert(
      property(array(tuple(value, value), { minLength: 1, maxLength: 8 }), (numbers) => {
        const lines = (test: number) => [
          { label: '', measurements: [{ name: 'e', label: '', unit: '%', better: 'lower' as const, value: test }] },
        ]
        const cell = searchCell(numbers.length)
        const jobs = numbers.map(([score], place) => job(place + 1, [score]))
        const tested = jobs.map((one, place) => ({ ...one, lines: lines(numbers[place]![1]) }))
        expect(choose(cell, tested)).toBe(choose(cell, jobs))
        const least = Math.min(...numbers.map(([score]) => score))
        expect(choose(cell, jobs)).toBe(numbers.findIndex(([score]) => score === least) + 1)
      }),
    )
  })
})

it('bestFirst puts those without a score last', () => {
  const trials = scoredTrials(searchCell(3), [job(1, undefined, 'failed'), job(2, [2]), job(3, [1])])
  expect(bestFirst(trials).map(({ number }) => number)).toEqual([3, 2, 1])
})
