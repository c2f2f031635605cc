import {
  add,
  cast,
  clipByValue,
  dispose,
  exp,
  fill,
  grad,
  greater,
  less,
  matMul,
  mean,
  mul,
  neg,
  relu,
  reshape,
  round,
  sigmoid,
  slice,
  square,
  sub,
  sum,
  tanh,
  type Tensor,
  tile,
  transpose,
  where,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { rewriteTrace } from './rewrite-trace.js'
import { distance, drawn, numbersFrom, operationsOf, resultsOf, traceOf } from './rewriting.fixture.js'

type X = Tensor

/** What a random step may do next, with values picked from those that are there. */
const MOVES: readonly ((pick: (...shape: number[]) => X, among: <T>(of: readonly T[]) => T) => X)[] = [
  // Products, of which some are layers: with a bias of the right and of the wrong shape.
  (pick) => matMul(pick(4, 3), pick(3, 5)),
  (pick) => matMul(pick(4, 3), pick(4, 5), true),
  (pick) => matMul(pick(4, 5), pick(3, 5), false, true),
  (pick) => matMul(pick(5, 4), pick(3, 5), true, true),
  (pick) => matMul(pick(4, 1), pick(1, 5)),
  (pick) => add(matMul(pick(4, 3), pick(3, 5)), pick(5)),
  (pick) => add(pick(5), matMul(pick(4, 3), pick(3, 5))),
  (pick) => add(matMul(pick(4, 3), pick(3, 5)), pick(4, 1)),
  (pick) => add(matMul(pick(4, 3), pick(3, 5)), pick(1, 5)),
  (pick) => add(matMul(pick(5, 3), pick(3, 5)), pick(5)),
  (pick) => add(matMul(pick(4, 3), pick(3, 5)), matMul(pick(4, 3), pick(3, 5))),
  // Squashing, and its slopes.
  (pick) => sigmoid(pick(4, 5)),
  (pick) => tanh(pick(4, 5)),
  (pick) => relu(pick(4, 5)),
  (pick) => sigmoid(add(matMul(pick(4, 3), pick(3, 5)), pick(5))),
  (pick) => tanh(add(matMul(pick(4, 3), pick(3, 5)), pick(5))),
  (pick) => relu(add(matMul(pick(4, 3), pick(3, 5)), pick(5))),
  (pick) => {
    const y = pick(4, 5)
    return mul(pick(4, 5), mul(y, sub(1, y)))
  },
  (pick) => {
    const y = pick(4, 5)
    return mul(mul(sub(1, y), y), pick(5))
  },
  (pick) => mul(pick(4, 5), sub(1, square(pick(4, 5)))),
  (pick) => mul(sub(1, square(pick(4, 5))), pick(4, 1)),
  (pick) => mul(pick(4, 5), mul(pick(4, 5), sub(1, pick(4, 5)))),
  // Descent.
  (pick) => sub(pick(4, 5), mul(pick(), matMul(pick(4, 3), pick(3, 5)))),
  (pick) => sub(pick(5, 3), mul(matMul(pick(4, 5), pick(4, 3), true), pick())),
  (pick) => sub(pick(5, 3), mul(pick(), add(matMul(pick(4, 5), pick(4, 3), true), matMul(pick(5, 1), pick(1, 3))))),
  (pick) => sub(pick(5, 3), mul(0.1, add(matMul(pick(5, 1), pick(1, 3)), pick(5, 3)))),
  (pick) => {
    const W = pick(5, 3)
    return sub(W, mul(pick(), matMul(matMul(W, W, false, true), W)))
  },
  (pick) => sub(pick(5, 3), mul(0.1, matMul(pick(1, 4), pick(4, 3)))),
  // Numbers that are one throughout, and shapes.
  (pick, among) => mul(pick(4, 5), fill([4, 5], among([0, -0.5, 0.3, Number.POSITIVE_INFINITY]))),
  (pick) => add(pick(4, 5), tile(reshape(pick(), [1, 1]), [4, 5])),
  (pick) => sub(mul(tile(reshape(pick(), [1, 1]), [4, 5]), fill([4, 5], 0.7)), pick(4, 5)),
  (pick, among) => add(pick(4, 5), among([exp, neg, square])(tile(reshape(pick(), [1, 1]), [4, 5]))),
  (pick) => reshape(pick(4, 5), [4, 5]),
  (pick) => reshape(pick(4, 5), [5, 4]),
  (pick) => transpose(pick(4, 5)),
  (pick) => mul(pick(), pick()),
  (pick) => mean(pick(4, 5)),
  (pick) => sum(pick(4, 5), 0),
  (pick) => slice(pick(4, 5), [0, 1], [4, 3]),
  (pick) => add(pick(3, 5), pick(5)),
  // What decides.
  (pick) => cast(greater(pick(4, 5), pick(4, 5)), 'float32'),
  (pick) => where(less(pick(4, 5), 0.2), pick(4, 5), pick(5)),
  (pick) => round(mul(pick(4, 5), 3)),
]
const SHAPES = [[], [5], [4, 3], [3, 5], [4, 5], [5, 4], [5, 3], [4, 1], [1, 5], [5, 1], [1, 3], [1, 4]]

/** A step of some moves, the same for the same seed. Its results: some of its values, and what they decide. */
function randomStep(seed: number): (...inputs: X[]) => X[] {
  return (...inputs) => {
    const next = numbersFrom(seed)
    const among = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!
    const values = [...inputs]
    const pick = (...shape: number[]): X => {
      const fitting = values.filter((value) => value.shape.join() === shape.join())
      // Late ones more often: they are what was just made.
      return next() < 0.5 ? fitting.at(-1)! : among(fitting)
    }
    for (let move = 0; move < 14; move++) {
      const made = among(MOVES)(pick, among)
      // Kept small, so that rounding stays so, but for the products themselves.
      values.push(next() < 0.2 ? clipByValue(made, -2, 2) : made)
    }
    const kept = values.slice(inputs.length).filter(() => next() < 0.4)
    const last = values.at(-1)!
    return [...kept, last, cast(greater(kept[0] ?? last, 0.1), 'float32')]
  }
}

describe.skipIf(nativeUnusableReason() !== undefined)('rewriteTrace', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const rewrittenNames = new Set<string>()
  it.each(Array.from({ length: 20 }, (_, group) => group))(
    'gives the numbers of the trace itself: random steps, group %i',
    (group) => {
      for (let seed = 1 + 20 * group; seed <= 20 * (group + 1); seed++) {
        const step = randomStep(seed)
        const next = numbersFrom(1000 + seed)
        const inputs = SHAPES.flatMap((shape) => [drawn(next, shape), drawn(next, shape)])
        const trace = traceOf(step, inputs)
        const rewritten = rewriteTrace(trace)
        for (const name of Object.keys(operationsOf(rewritten))) rewrittenNames.add(name)
        const [expected, found] = [resultsOf(trace, inputs), resultsOf(rewritten, inputs)]
        for (const [place, values] of expected.entries())
          expect(distance(values, found[place]!), `seed ${seed}, result ${place}`).toBeLessThan(1e-4)
        expect(found.at(-1), `seed ${seed}, what was decided`).toEqual(expected.at(-1))
        dispose(inputs)
      }
    },
  )

  it('through relu, keeps the bits of what decides, the features, and rewrites what is linear, the gradient', () => {
    const value = (x: X, W: X, V: X, b: X): X => sum(square(matMul(relu(add(matMul(x, W), b)), V)))
    const learn = (x: X, W: X, V: X, b: X): X => grad((of: X) => value(x, of, V, b))(W)
    const inputs = [[4, 3], [3, 5], [5, 2], [5]].map((shape) => drawn(numbersFrom(7), shape))
    const trace = traceOf(learn, inputs)
    // The features' product stays; that of h·V, those of both gradients do not.
    expect(operationsOf(rewriteTrace(trace))).toMatchObject({ BatchMatMulV2: 1, MatMul: 3, ReluGrad: 1 })
    expect(distance(resultsOf(trace, inputs)[0]!, resultsOf(rewriteTrace(trace), inputs)[0]!)).toBeLessThan(1e-6)
  })

  it('takes a step of 20,000 operations in a row', () => {
    const step = (x: X): X => {
      let y = x
      for (let times = 0; times < 10_000; times++) y = sub(1, sigmoid(y))
      return cast(greater(y, 0.5), 'float32')
    }
    const inputs = [drawn(numbersFrom(1), [3])]
    expect(operationsOf(rewriteTrace(traceOf(step, inputs)))).toMatchObject({ Sub: 10_000, Sigmoid: 10_000 })
  })

  it('has done all that it can in them', () => {
    expect([...rewrittenNames]).toEqual(
      expect.arrayContaining(['MatMul', '_FusedMatMul', 'SigmoidGrad', 'TanhGrad', 'AddN']),
    )
  })
})
