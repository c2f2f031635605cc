import { DATASET, PluginHost } from '@hourglass/core'
import { expect, test } from 'vitest'

import datasets from './index.js'

const host = new PluginHost([datasets])

test('registers every data set', () => {
  expect(host.names(DATASET)).toEqual(
    ['amat', 'cifar-bw', 'convex', 'csv', 'fashion-mnist', 'idx', 'images', 'kmnist', 'mnist', 'mnist-10k'].concat(
      ['mnist-basic', 'mnist-bg-img', 'mnist-bg-img-rot', 'mnist-bg-rand', 'mnist-rot', 'noisy-circle', 'numpy'],
      ['rectangles', 'rectangles-images', 'swiss-roll', 'two-moons'],
    ),
  )
  for (const { entry } of host.list(DATASET)) expect(entry.details).toBeDefined()
})

test('defaults are written out, and a wrong option is refused by its name', () => {
  expect(host.complete(DATASET, 'mnist-10k')).toEqual({ use: 'mnist-10k', seed: 0 })
  expect(host.complete(DATASET, 'mnist')).toEqual({ use: 'mnist', validation: 10_000 })
  expect(() => host.complete(DATASET, { use: 'mnist', foldr: 'x' })).toThrowError(
    expect.objectContaining({ expected: expect.stringContaining('did you mean "folder"?') }),
  )
})
