import type { Split } from '@hourglass/core'
import { batchTensor, createCpuEngine } from '@hourglass/engine'
import { expect, it } from 'vitest'

import { partTargets, splitWithTargets } from './targets-split.js'

const split: Split = {
  size: 3,
  rows: (indices) => Float32Array.from(Array.from(indices).flatMap((index) => [index, index / 2])),
  bytes: { pixels: new Uint8Array(6) },
}

it('hands each example its target, as it is at that moment, and parts them again', async () => {
  await createCpuEngine()
  let add = 10
  const both = splitWithTargets(split, { dimensions: 3, of: (example) => [example + add, add, -example] })
  expect([both.size, both.bytes]).toEqual([3, undefined])
  expect([...both.rows([2, 0])]).toEqual([2, 1, 12, 10, -2, 0, 0, 10, 10, -0])
  add = 20
  const { x, targets } = partTargets(batchTensor(both, [1, 2]), 2)
  expect(x.arraySync()).toEqual([
    [1, 0.5],
    [2, 1],
  ])
  expect(targets.arraySync()).toEqual([
    [21, 20, -1],
    [22, 20, -2],
  ])
})
