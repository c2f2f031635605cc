import { testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { meanAndCovariance } from './mean-and-covariance.js'
import { PLANE, splitOf } from './plane.fixture.js'

describe.each(testEngines())('meanAndCovariance on $name', ({ create }) => {
  beforeAll(async () => void (await create()))

  it('finds both, over several batches', () => {
    const { mean: mu, covariance } = meanAndCovariance(splitOf(PLANE), 3)
    for (let i = 0; i < 3; i++) {
      const expectedMean = PLANE.reduce((total, row) => total + row[i]!, 0) / PLANE.length
      expect(mu[i]).toBeCloseTo(expectedMean, 4)
      for (let j = 0; j < 3; j++) {
        const product = PLANE.reduce((total, row) => total + (row[i]! - mu[i]!) * (row[j]! - mu[j]!), 0)
        expect(covariance[3 * i + j]).toBeCloseTo(product / PLANE.length, 3)
      }
    }
  })
})
