import type { Split } from '@hourglass/core'
import { expect, it } from 'vitest'

import { spreadExamples } from './spread-examples.js'

/** Example k holds the number k and has the class k. */
const split: Split = {
  size: 10,
  rows: (indices) => Float32Array.from(indices),
  labels: Uint8Array.from({ length: 10 }, (_, place) => place),
}

it('takes examples evenly through the split, with their labels', () => {
  const three = spreadExamples(split, 3)
  expect(three.size).toBe(3)
  expect([...three.rows([0, 1, 2])]).toEqual([0, 3, 6])
  expect([...three.rows([2])]).toEqual([6])
  expect([...three.labels!]).toEqual([0, 3, 6])
})

it.each([undefined, 10, 11])('is the split itself for %s of 10', (count) => {
  expect(spreadExamples(split, count)).toBe(split)
})

it('has no labels where there are none', () => {
  expect(spreadExamples({ size: 10, rows: split.rows }, 3)).not.toHaveProperty('labels')
})
