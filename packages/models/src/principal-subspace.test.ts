import { type Engine, type Params } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import {
  add,
  matMul,
  mean,
  mul,
  type Rank,
  sub,
  sum,
  square,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  grads,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { denseAutoencoder } from './dense.js'

/** Orthonormal directions of data in six dimensions, and their deviations. */
const DEVIATIONS = [3, 2, 0.5, 0.4, 0.3, 0.2]
const DIRECTIONS = orthonormal(
  DEVIATIONS.map((_, row) => DEVIATIONS.map((_, column) => Math.sin(1 + 2.3 * row + 1.7 * row * column + column))),
)

describe.each(testEngines())('the linear autoencoder on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  it.each([true, false])('trained on squared error spans the subspace of PCA, tied %s', (tied) => {
    const { random } = engine
    const key = random.key('principal subspace')
    const model = denseAutoencoder({ dimensions: 6, hidden: [2], activation: 'identity', tied }, random)
    // Whitened draws, so that the sample's own principal directions are exactly the first two.
    const x: Tensor2D = tidy(() =>
      matMul(
        mul(whitened(random.normal<Rank.R2>(random.fold(key, 'x'), [120, 6])), tensor2d([DEVIATIONS])),
        tensor2d(DIRECTIONS),
      ),
    )
    const params = descend(model.init(random.fold(key, 'init')), 400, (at) => {
      const theta = model.decode(at, model.encode(at, x))
      return mean(sum(square(sub(theta, x)), 1))
    })
    const weights = tied ? transposed(rows(params['encoder.0.W']!)) : rows(params['decoder.0.W']!)
    const basis = orthonormal(weights)
    // The smallest singular value of the 2 × 2 cosines between the two subspaces is that of the largest principal angle.
    const cosines = basis.map((row) => DIRECTIONS.slice(0, 2).map((direction) => dot(row, direction)))
    const angle = (Math.acos(Math.min(1, smallestSingularValue(cosines))) * 180) / Math.PI
    expect(angle).toBeLessThan(1)
  })
})

/** Gradient descent with momentum; the tests of this package have no optimizer. */
function descend(start: Params, steps: number, loss: (params: Params) => Tensor): Params {
  const names = Object.keys(start)
  const differentiate = grads((...tensors) => loss(Object.fromEntries(tensors.map((w, i) => [names[i]!, w]))))
  let state = Object.values(start).map((w) => ({ w, v: mul(w, 0) }))
  for (let step = 0; step < steps; step++) {
    const next = tidy(() => {
      const gradients = differentiate(state.map(({ w }) => w))
      return state.map(({ w, v }, i) => {
        const velocity = sub(mul(v, 0.9), mul(gradients[i]!, 0.005))
        return { w: add(w, velocity), v: velocity }
      })
    })
    for (const { w, v } of state) [w, v].forEach((tensor) => tensor.dispose())
    state = next
  }
  return Object.fromEntries(state.map(({ w }, i) => [names[i]!, w]))
}

/** Columns made orthonormal and orthogonal to the constant: mean 0, covariance the identity, in float64. */
function whitened(draws: Tensor2D): Tensor2D {
  const columns = transposed(rows(draws))
  const n = columns[0]!.length
  const ones = Array.from({ length: n }, () => 1)
  const basis = orthonormal([ones, ...columns]).slice(1)
  return tensor2d(transposed(basis.map((column) => column.map((value) => value * Math.sqrt(n)))))
}

function rows(W: Tensor): number[][] {
  return W.arraySync() as number[][]
}

function transposed(M: readonly (readonly number[])[]): number[][] {
  return M[0]!.map((_, j) => M.map((row) => row[j]!))
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}

/** Gram–Schmidt on rows, each swept twice. */
function orthonormal(M: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = []
  for (const row of M) {
    let rest = [...row]
    for (const other of [...basis, ...basis]) {
      const along = dot(rest, other)
      rest = rest.map((value, i) => value - along * other[i]!)
    }
    const norm = Math.sqrt(dot(rest, rest))
    basis.push(rest.map((value) => value / norm))
  }
  return basis
}

function smallestSingularValue(matrix: readonly (readonly number[])[]): number {
  const [a, b, c, d] = matrix.flat()
  const [sumOfSquares, determinant] = [a! ** 2 + b! ** 2 + c! ** 2 + d! ** 2, a! * d! - b! * c!]
  return Math.sqrt((sumOfSquares - Math.sqrt(Math.max(0, sumOfSquares ** 2 - 4 * determinant ** 2))) / 2)
}
