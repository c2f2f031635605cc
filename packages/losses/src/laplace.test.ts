import { testEngines, testLoss } from '@hourglass/testing'
import { grad, sum, tensor2d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import losses from './index.js'
import { laplaceLoss } from './laplace.js'

const negativeLogDensity =
  (b: number) =>
  (y: number, [median]: readonly number[]) =>
    Math.abs(y - median!) / b + Math.log(2 * b)

testLoss(losses, 'laplace', [
  { nll: negativeLogDensity(1), gradientInY: true },
  { options: { scale: 0.05 }, nll: negativeLogDensity(0.05), theta: [0, 1], y: [0, 1], gradientInY: true },
  { options: { scale: 7 }, nll: negativeLogDensity(7), extremes: [-1e6, 1e6], gradientInY: true },
])

describe.each(testEngines())('laplaceLoss on $name', ({ create }) => {
  it('pulls with 1/b, however far off, and not at all where the reconstruction is exact', async () => {
    const loss = laplaceLoss(0.5, (await create()).random)
    const gradient = grad((theta) => sum(loss.nll(tensor2d([[0, 0, 0, 0]]), theta as never)))
    expect([...gradient(tensor2d([[-1e4, 0, 0.01, 3]])).dataSync()]).toEqual([-2, 0, 2, 2])
  })
})
