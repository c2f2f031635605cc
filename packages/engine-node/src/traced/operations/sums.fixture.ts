import {
  all as allTrue,
  any as anyTrue,
  argMax,
  argMin,
  bincount,
  cast,
  cumprod,
  cumsum,
  euclideanNorm,
  losses,
  max,
  mean,
  min,
  moments,
  mul,
  norm,
  prod,
  sigmoid,
  sum,
  type Tensor,
  type Tensor1D,
  topk,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core'

import { of, positive, real, truth, whole } from './operation-case.fixture.js'

type X = Tensor
type Reduction = (x: X, axis?: number | number[], keepDims?: boolean) => X

const OF_NUMBERS = { sum, mean, max, min, prod } as Record<string, Reduction>
const OF_TRUTHS = { all: allTrue, any: anyTrue } as Record<string, Reduction>
const ways = (f: Reduction, x: X): X[] => [f(x), f(x, 0), f(x, 1, true), f(x, [0, 2]), f(x, -1), f(x, [0, 1, 2], true)]

/** What makes fewer numbers of many, and what orders and counts them. */
export const sums = [
  ...Object.entries(OF_NUMBERS).flatMap(([name, f]) => [
    of(name, [real(5, 6, 7)], (x: X) => ways(f, x)),
    of(`${name} of integers`, [whole(-3, 4, 2, 3, 4)], (x: X) => ways(f, x)),
  ]),
  ...Object.entries(OF_TRUTHS).map(([name, f]) => of(name, [truth(2, 3, 2)], (x: X) => ways(f, x))),
  of('argMax, argMin', [real(5, 6), whole(0, 99, 9)], (x: X, n: X) => [
    argMax(x),
    argMax(x, 1),
    argMin(x, 0),
    argMin(x, -1),
    argMax(n),
    argMin(n),
  ]),
  of('cumsum, cumprod', [real(5, 6), whole(0, 9, 4)], (x: X, n: X) => [
    cumsum(x),
    cumsum(x, 1, true, true),
    cumprod(x, 0),
    cumprod(x, 1, true),
    cumsum(n),
  ]),
  of('moments', [real(5, 6)], (x: X) => [...Object.values(moments(x, 0)), ...Object.values(moments(x, 1, true))]),
  of('norm', [real(5, 6)], (x: X) => [
    norm(x),
    norm(x, 1),
    norm(x, 'euclidean', 1),
    norm(x, Number.POSITIVE_INFINITY, 0),
    euclideanNorm(x, 1),
  ]),
  of('topk', [real(5, 6)], (x: X) => [...Object.values(topk(x, 3)), ...Object.values(topk(x, 1, false))]),
  of('bincount, denseBincount', [whole(0, 5, 20), positive(20)], (n: X, weights: X) => [
    bincount(n as Tensor1D, weights as Tensor1D, 5),
  ]),
  of('unsortedSegmentSum', [real(6, 2), whole(0, 3, 6)], (x: X, n: X) => unsortedSegmentSum(x, n as Tensor1D, 3)),
  of('losses', [truth(6, 4), positive(6, 4)], (b: X, x: X) => {
    const labels = cast(b, 'float32')
    return [
      losses.sigmoidCrossEntropy(labels, x),
      losses.softmaxCrossEntropy(labels, mul(2, x)),
      losses.meanSquaredError(labels, x),
      losses.huberLoss(labels, x),
      losses.absoluteDifference(labels, x),
      losses.cosineDistance(labels, x, 1),
      losses.hingeLoss(labels, x),
      losses.logLoss(labels, sigmoid(x)),
    ]
  }),
]
