import { describe, expect, it } from 'vitest'

import { RunningMean } from './running-mean.js'

describe('RunningMean', () => {
  it('weighs a batch by its examples', () => {
    const mean = new RunningMean()
    mean.add({ nll: 1 }, 3)
    mean.add({ nll: 5 }, 1)
    expect(mean.means()).toEqual({ nll: 2 })
  })
})
