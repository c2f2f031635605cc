import { expect, it } from 'vitest'

import { formatPath } from './format-path.js'

it.each<[readonly PropertyKey[], string]>([
  [[], ''],
  [['seed'], 'seed'],
  [['stages', 0, 'optimizer', 'learningRate'], 'stages[0].optimizer.learningRate'],
  [['hidden', 1], 'hidden[1]'],
  [[0, 'use'], '[0].use'],
])('writes %j as %s', (path, text) => {
  expect(formatPath(path)).toBe(text)
})
