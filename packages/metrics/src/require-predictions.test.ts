import { expect, it } from 'vitest'

import { requirePredictions } from './require-predictions.js'

it('takes whole numbers, below a limit where there is one', () => {
  requirePredictions([0, 2, 1], 3, 3)
  requirePredictions(Int32Array.of(900, 0), 2)
})

it.each([
  [[0, 1], 3, '2 predictions were made of 3 examples'],
  [[0, 3, 1], 3, 'the prediction of example 1 is 3'],
  [[0, 1, -1], 3, 'example 2 is -1'],
  [[0.5, 1, 1], 3, 'example 0 is 0.5'],
  [[NaN, 1, 1], 3, 'example 0 is NaN'],
])('refuses %j of %i examples in a sentence', (predictions, examples, message) => {
  expect(() => requirePredictions(predictions, examples, 3)).toThrow(
    expect.objectContaining({
      code: 'plugin-failed',
      expected: 'a whole number for each example, from 0 to 2',
      message: expect.stringContaining(message) as string,
    }),
  )
})
