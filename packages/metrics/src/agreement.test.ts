import { describe, expect, it } from 'vitest'

import { adjustedRandIndex } from './adjusted-rand-index.js'
import { contingencyTable } from './contingency-table.js'
import { matchedAccuracy } from './matched-accuracy.js'
import { normalizedMutualInformation } from './normalized-mutual-information.js'
import { classes, clusters, renamed } from './partitions.fixture.js'
import { purity } from './purity.js'

const of = (measure: (table: ReturnType<typeof contingencyTable>) => number) => ({
  between: (u: readonly number[], v: readonly number[]) => measure(contingencyTable(u, v)),
})
const accuracy = of(matchedAccuracy)
const nmi = of(normalizedMutualInformation)
const ari = of(adjustedRandIndex)
const pure = of(purity)
const all = { accuracy, nmi, ari, pure }

describe.each(Object.entries(all))('%s', (_, { between }) => {
  it('is 1 for the same partition by other names', () => {
    expect(between(clusters, renamed)).toBeCloseTo(1, 12)
  })

  it('does not know names, nor the order of examples', () => {
    const value = between(clusters, classes)
    expect(between(renamed, classes)).toBeCloseTo(value, 12)
    expect(between(clusters.toReversed(), classes.toReversed())).toBeCloseTo(value, 12)
    expect(value).toBeLessThan(0.99)
  })
})

describe('by hand, two clusters of 3 and 5 on classes of 4 and 4: n = [3 0; 1 4]', () => {
  const [u, v] = [
    [0, 0, 0, 1, 1, 1, 1, 1],
    [0, 0, 0, 0, 1, 1, 1, 1],
  ]
  it('accuracy and purity 7/8', () => {
    expect(accuracy.between(u, v)).toBe(7 / 8)
    expect(pure.between(u, v)).toBe(7 / 8)
  })
  it('ARI: (3 + 6 − e)/(½(13 + 12) − e), e = 13·12/28', () => {
    const e = (13 * 12) / 28
    expect(ari.between(u, v)).toBeCloseTo((9 - e) / (12.5 - e), 12)
  })
  it('NMI from its entropies', () => {
    const h = (...p: number[]) => -p.reduce((sum, q) => sum + q * Math.log2(q), 0)
    const information = h(3 / 8, 5 / 8) + h(1 / 2, 1 / 2) - h(3 / 8, 1 / 8, 4 / 8)
    expect(nmi.between(u, v)).toBeCloseTo((2 * information) / (h(3 / 8, 5 / 8) + 1), 12)
  })
})

describe('where they differ', () => {
  const [halves, quarters] = [
    [0, 0, 0, 0, 1, 1, 1, 1],
    [0, 0, 1, 1, 2, 2, 3, 3],
  ]

  it('clusters finer than the classes are pure, but two of them are not matched', () => {
    expect(pure.between(quarters, halves)).toBe(1)
    expect(accuracy.between(quarters, halves)).toBe(0.5)
    expect(nmi.between(quarters, halves)).toBeCloseTo(2 / 3, 12)
  })

  it('one cluster of everything: nothing but the most frequent class', () => {
    const one = halves.map(() => 5)
    expect([accuracy, pure].map(({ between }) => between(one, halves))).toEqual([0.5, 0.5])
    expect([nmi, ari].map(({ between }) => between(one, halves))).toEqual([0, 0])
  })

  it('independent partitions: NMI 0, and an ARI below 0', () => {
    const crossed = [0, 0, 1, 1, 0, 0, 1, 1]
    expect(nmi.between(crossed, halves)).toBeCloseTo(0, 12)
    // Together in both: four pairs; A = B = 12, e = 144/28.
    expect(ari.between(crossed, halves)).toBeCloseTo((4 - 144 / 28) / (12 - 144 / 28), 12)
  })

  it('all in one, or each alone, on both sides is the same partition', () => {
    for (const same of [
      [1, 1, 1],
      [0, 1, 2],
    ])
      for (const { between } of Object.values(all)) expect(between(same, same)).toBeCloseTo(1, 12)
    expect(ari.between([0], [0])).toBe(1)
  })
})

it('are what scikit-learn and SciPy compute', () => {
  // scikit-learn 1.9.1, with u and v of contingency-table.test.ts: normalized_mutual_info_score(v, u),
  // adjusted_rand_score(v, u); c = contingency_matrix(u, v): c[linear_sum_assignment(-c)].sum()/200, c.max(1).sum()/200.
  expect(nmi.between(clusters, classes)).toBeCloseTo(0.01665385770748433, 12)
  expect(ari.between(clusters, classes)).toBeCloseTo(-0.003573419210373586, 12)
  expect(accuracy.between(clusters, classes)).toBeCloseTo(0.255, 12)
  expect(pure.between(clusters, classes)).toBeCloseTo(0.325, 12)
})
