import { describe, expect, it } from 'vitest'

import { curveTerms } from './curve-terms.js'

const epoch = (epoch: number, train: Record<string, number>, validation?: Record<string, number>) => ({
  epoch,
  seconds: 1,
  examplesPerSecond: 10,
  train,
  ...(validation && { validation }),
})

describe('curveTerms', () => {
  it('makes one chart per term, in their order, train and validation together', () => {
    const terms = curveTerms([epoch(1, { a: 1, b: 2 }, { a: 3, b: 5 }), epoch(2, { a: 0, b: 1 }, { a: 2, b: 4 })])
    expect(terms.map(({ title }) => title)).toEqual(['a', 'b'])
    expect(terms[0]).toMatchObject({
      train: [
        { epoch: 1, value: 1 },
        { epoch: 2, value: 0 },
      ],
      validation: [
        { epoch: 1, value: 3 },
        { epoch: 2, value: 2 },
      ],
    })
  })

  it('shows terms that are equal throughout once, also where they are NaN', () => {
    const both = (value: number) => ({ objective: value, nll: value })
    const titles = (validation: Record<string, number>) =>
      curveTerms([epoch(1, both(4), validation), epoch(2, both(NaN))]).map(({ title }) => title)
    expect(titles(both(3))).toEqual(['objective = nll'])
    expect(titles({ objective: 3, nll: 2 })).toEqual(['objective', 'nll'])
  })

  it('keeps terms that only some epochs or only the validation have', () => {
    const terms = curveTerms([epoch(1, { a: 1 }), epoch(2, { a: 1, late: 7 }, { 'only-here': 9 })])
    expect(terms).toEqual([
      { title: 'a', train: expect.any(Array), validation: [] },
      { title: 'late', train: [{ epoch: 2, value: 7 }], validation: [] },
      { title: 'only-here', train: [], validation: [{ epoch: 2, value: 9 }] },
    ])
  })

  it('takes null for NaN, and an inherited name for no term', () => {
    const [term, ...rest] = curveTerms([epoch(1, JSON.parse('{"toString":null}')), epoch(2, {})])
    expect(term).toEqual({ title: 'toString', train: [{ epoch: 1, value: NaN }], validation: [] })
    expect(rest).toEqual([])
  })

  it('has no chart for no epochs', () => expect(curveTerms([])).toEqual([]))
})
