import { testBaseline, testEngines } from '@hourglass/testing'
import { slice, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import baselines, { logisticRegression } from './index.js'
import { contextOf, datasetOf } from './plane.fixture.js'

testBaseline(baselines, 'logistic-regression', [
  {
    ...{ options: { penalties: [0.001, 0.1] }, label: 'logistic regression on codes', does: ['classify'] },
    ...{ codeDimensions: 4, wrong: 0.5, takesTime: true },
  },
  {
    ...{ options: { on: 'pixels', penalties: [0.001] }, label: 'logistic regression on pixels' },
    ...{ does: ['classify'], wrong: 0.4 },
  },
  { options: { on: 'pixels', iterations: 20 }, data: { dimensions: 3, range: [-20, 7] }, does: ['classify'] },
])

describe.each(testEngines())('logistic regression on $name', ({ create }) => {
  let engine: Awaited<ReturnType<typeof create>>
  beforeAll(async () => void (engine = await create()))

  /** Points of a grid, of class 1 where the sum of their numbers is above 0: a line parts them. */
  const grid = Array.from({ length: 120 }, (_, n) => [(n % 12) - 5.3, Math.floor(n / 12) - 4.6])
  const dataset = datasetOf(grid, [-6, 7], (row) => (row[0]! + row[1]! > 0 ? 1 : 0))
  const options = { on: 'pixels', penalties: [1e-4], iterations: 500 } as const
  const fit = (more: Partial<Parameters<typeof logisticRegression>[0]>, model?: object) => {
    const context = contextOf(engine, { dataset })
    return logisticRegression({ ...options, ...more }).fit({ ...context, model: { ...context.model, ...model } })
  }

  it('tells classes apart that a line parts', async () => {
    const fitted = await fit({})
    expect(Array.from(fitted.classify!(dataset.test))).toEqual(Array.from(dataset.test.labels!))
    expect(fitted.notes).toEqual(['λ = 0.0001: error on validation 0.00 %'])
    fitted.dispose()
  })

  it('says the larger class everywhere where weights are not worth their penalty', async () => {
    const fitted = await fit({ penalties: [1e6] })
    const ones = dataset.train.labels!.reduce((sum, label) => sum + label, 0)
    expect(ones).not.toBe(60)
    expect(new Set(Array.from(fitted.classify!(dataset.test)))).toEqual(new Set([ones > 60 ? 1 : 0]))
    fitted.dispose()
  })

  it('takes the λ with the least error on validation, and says where it lies at the edge', async () => {
    const fitted = await fit({ penalties: [1e-4, 100, 1000] })
    expect(fitted.notes).toEqual([
      'λ = 0.0001, chosen on validation of 3: error on validation 0.00 %',
      'λ lies at the edge of its grid: a better one may lie beyond',
    ])
    fitted.dispose()
  })

  it('says where it was stopped', async () => {
    const fitted = await fit({ iterations: 1 })
    expect(fitted.notes!.join()).toContain('not converged after 1 iteration')
    fitted.dispose()
  })

  it('knows on codes what the codes tell, and no more', async () => {
    // Of the first number alone, by which the sign of the sum is often guessed, not always.
    const first = { encode: (_: unknown, x: Tensor2D) => slice(x, [0, 0], [-1, 1]), codeDimensions: 1 }
    const fitted = await fit({ on: 'codes' }, first)
    const said = Array.from(fitted.classify!(dataset.test))
    // One threshold on the first number.
    const ones = new Set(grid.filter((_, n) => said[n] === 1).map(([u]) => u!))
    const zeros = new Set(grid.filter((_, n) => said[n] === 0).map(([u]) => u!))
    expect(Math.max(...zeros)).toBeLessThan(Math.min(...ones))
    fitted.dispose()
  })

  it('is refused for data without labels', () => {
    const context = contextOf(engine)
    expect(() => logisticRegression(options).check!(context)).toThrow(expect.objectContaining({ code: 'no-labels' }))
  })
})
