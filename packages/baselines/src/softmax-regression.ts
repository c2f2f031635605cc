import type { Engine } from '@hourglass/core'
import { free, oneHotRows, type Points } from '@hourglass/engine'
import {
  add,
  logSoftmax,
  matMul,
  mul,
  softmax,
  sub,
  sum,
  type Tensor1D,
  tensor1d,
  type Tensor2D,
  tensor2d,
} from '@tensorflow/tfjs-core'

import type { Slope } from './lbfgs.js'

/** Examples with their classes, on the engine. */
export interface Labelled {
  /** The caller's; n rows in all. */
  readonly points: Points
  /** [n]. */
  readonly labels: Uint8Array
  readonly classes: number
}

/** p(k | x) = softmax(xW + b)_k; W [features, classes]. */
export type LinearClassifier = {
  readonly W: Tensor2D
  readonly b: Tensor1D
}

/** W row-major, then c: (features + 1)·classes numbers. */
export type Weights = Float64Array

export interface SoftmaxRegression {
  /** Numbers in `Weights`. */
  readonly size: number
  /** L and ∇L of one λ. */
  cost(lambda: number): (at: Weights) => Slope
  /** The caller's. */
  classifier(at: Weights): LinearClassifier
  dispose(): void
}

/**
 * L(W, c) = −(1/n) Σ_i log softmax((x_i − μ)W + c)_{y_i} + λ·½‖W‖² and its gradient, μ the mean example: products in float32
 * a block at a time on the engine, sums in float64. About μ the least cost and its W are what they are with b = c − μW,
 * but the way there is a third as long: no direction in W does what c does as well.
 *
 * Source: Bishop 2006, §4.3.4.
 */
export function softmaxRegression(engine: Engine, { points, labels, classes }: Labelled): SoftmaxRegression {
  const features = points[0]!.shape[1]
  const mean = meanOf(points, labels.length)
  const mu = tensor1d(Float32Array.from(mean))
  const blocks = labelledBlocks(points, labels)
  const step = engine.compile((given: { W: Tensor2D; c: Tensor1D; mu: Tensor1D; x: Tensor2D; y: Tensor1D }) => {
    const x: Tensor2D = sub(given.x, given.mu)
    const theta: Tensor2D = add(matMul(x, given.W), given.c)
    const oneHot = oneHotRows(given.y, classes)
    const excess: Tensor2D = sub(softmax(theta), oneHot)
    return {
      logLikelihood: sum(mul(oneHot, logSoftmax(theta))),
      slopeW: matMul(x, excess, true, false),
      slopeC: sum(excess, 0),
    }
  })
  const size = (features + 1) * classes
  const tensorsOf = (at: Weights) => ({
    W: tensor2d(Float32Array.from(at.subarray(0, features * classes)), [features, classes]),
    c: tensor1d(Float32Array.from(at.subarray(features * classes))),
  })
  return {
    size,
    cost: (lambda) => (at) => {
      const weights = tensorsOf(at)
      const gradient = new Float64Array(size)
      let value = 0
      for (const { x, y } of blocks) {
        const { logLikelihood, slopeW, slopeC } = step({ ...weights, mu, x, y })
        value -= logLikelihood.dataSync()[0]! / labels.length
        addTo(gradient, 0, slopeW.dataSync(), labels.length)
        addTo(gradient, features * classes, slopeC.dataSync(), labels.length)
        free(logLikelihood, slopeW, slopeC)
      }
      free(weights)
      for (let place = 0; place < features * classes; place++) {
        value += 0.5 * lambda * at[place]! ** 2
        gradient[place]! += lambda * at[place]!
      }
      return { value, gradient }
    },
    classifier(at) {
      const { W, c } = tensorsOf(at)
      free(c)
      const b = Float64Array.from(at.subarray(features * classes))
      for (let place = 0; place < features * classes; place++)
        b[place % classes]! -= mean[Math.floor(place / classes)]! * at[place]!
      return { W, b: tensor1d(Float32Array.from(b)) }
    },
    dispose: () => free(mu, ...blocks.map(({ y }) => y)),
  }
}

function meanOf(points: Points, size: number): Float64Array {
  const mean = new Float64Array(points[0]!.shape[1])
  for (const block of points) {
    const sums = sum(block, 0)
    addTo(mean, 0, sums.dataSync(), size)
    free(sums)
  }
  return mean
}

/** From a place on, so many times less. */
function addTo(sums: Float64Array, from: number, values: ArrayLike<number>, divisor: number): void {
  for (let place = 0; place < values.length; place++) sums[from + place]! += values[place]! / divisor
}

function labelledBlocks(points: Points, labels: Uint8Array) {
  let start = 0
  return points.map((x) => {
    const y = tensor1d(Int32Array.from(labels.subarray(start, start + x.shape[0])), 'int32')
    start += x.shape[0]
    return { x, y }
  })
}
