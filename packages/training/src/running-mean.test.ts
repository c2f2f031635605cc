import { describe, expect, it } from 'vitest'

import { RunningMean } from './running-mean.js'

describe('RunningMean', () => {
  it('weighs a batch by its examples', () => {
    const mean = new RunningMean()
    mean.add({ nll: 1 }, 3)
    mean.add({ nll: 5 }, 1)
    expect(mean.means()).toEqual({ nll: 2 })
  })

  it('goes on from its sums, written as JSON, to the same bits', () => {
    const [whole, first] = [new RunningMean(), new RunningMean()]
    const values = Array.from({ length: 50 }, (_, place) => ({ nll: Math.sin(place) / 3, penalty: 1 / (place + 1) }))
    for (const value of values) whole.add(value, 7)
    for (const value of values.slice(0, 20)) first.add(value, 7)
    const second = new RunningMean(JSON.parse(JSON.stringify(first.sums())))
    for (const value of values.slice(20)) second.add(value, 7)
    expect(second.means()).toEqual(whole.means())
  })
})
