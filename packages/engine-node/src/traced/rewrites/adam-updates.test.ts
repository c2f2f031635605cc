import { add, cast, div, greater, mul, scalar, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { adamUpdates } from './adam-updates.js'
import { decidedValues } from './decided-values.js'
import { distance, drawn, numbersFrom, operationsOf, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'

describe.skipIf(nativeUnusableReason() !== undefined)('adamUpdates', () => {
  beforeAll(async () => void (await createNodeEngine()))

  const next = numbersFrom(1)
  const rewritten = rewriting((editor) => adamUpdates(editor, decidedValues(editor)))
  /** w, g, m, v ≥ 0, η and ε. */
  const given = (shape: [number, number]): Tensor[] => {
    const [w, g, m, v] = [0, 1, 2, 3].map(() => drawn(next, shape))
    return [w!, g!, m!, square(v!), scalar(0.01), scalar(1e-3)]
  }
  const adam =
    (beta1: number, beta2: number, rest = 1 - beta1) =>
    (w: Tensor, g: Tensor, m: Tensor, v: Tensor, rate: Tensor, epsilon: Tensor): Tensor[] => {
      const mean = add(mul(beta1, m), mul(rest, g))
      const squares = add(mul(beta2, v), mul(1 - beta2, square(g)))
      return [sub(w, mul(rate, div(mean, add(sqrt(squares), epsilon)))), mean, squares]
    }

  it('is one operation, with the numbers of the formula in float64', () => {
    const inputs = given([150, 130])
    const [b1, b2] = [0.9, 0.999]
    const trace = rewritten(traceOf(adam(b1, b2), inputs))
    expect(operationsOf(trace)).toMatchObject({ ResourceApplyAdam: 1, ReadVariableOp: 3 })
    expect(Object.keys(operationsOf(trace))).not.toContain('Sqrt')
    const [w, g, m, v] = inputs.map((tensor) => [...tensor.dataSync()])
    const mean = m!.map((value, place) => b1 * value + (1 - b1) * g![place]!)
    const squares = v!.map((value, place) => b2 * value + (1 - b2) * g![place]! ** 2)
    const moved = w!.map((value, place) => value - (0.01 * mean[place]!) / (Math.sqrt(squares[place]!) + 1e-3))
    // Twice: nothing stays in the variables from one call to the next.
    for (let call = 1; call <= 2; call++)
      for (const [place, values] of resultsOf(trace, inputs).entries())
        // The kernel takes 1 − β₂ in float32: 0.00100005.
        expect(distance([moved, mean, squares][place]!, values)).toBeLessThan(1e-5)
  })

  it('leaves the inputs as they are', () => {
    const inputs = given([150, 130])
    const before = inputs.map((tensor) => [...tensor.dataSync()])
    resultsOf(rewritten(traceOf(adam(0.9, 0.999), inputs)), inputs)
    for (const [place, tensor] of inputs.entries()) expect([...tensor.dataSync()]).toEqual(before[place])
  })

  it('several parameters of one size do not share their variables', () => {
    const [a, b] = [given([128, 128]), given([128, 128])]
    const both = (...all: Tensor[]): Tensor[] => [
      ...adam(0.9, 0.99)(...(all.slice(0, 6) as Parameters<ReturnType<typeof adam>>)),
      ...adam(0.9, 0.99)(...(all.slice(6) as Parameters<ReturnType<typeof adam>>)),
    ]
    const trace = traceOf(both, [...a, ...b])
    expect(operationsOf(rewritten(trace))).toMatchObject({ ResourceApplyAdam: 2 })
    const expected = resultsOf(trace, [...a, ...b])
    for (const [place, values] of resultsOf(rewritten(trace), [...a, ...b]).entries())
      expect(distance(expected[place]!, values)).toBeLessThan(1e-5)
  })

  it('leaves alone small tensors, averages that are none, other denominators, and what a decision depends on', () => {
    const inputs = given([150, 130])
    const unlike = [
      adam(0.9, 0.999, 0.2),
      (w: Tensor, g: Tensor, m: Tensor, v: Tensor, rate: Tensor) => {
        const squares = add(mul(0.9, v), mul(0.1, square(m)))
        return [sub(w, mul(rate, div(add(mul(0.9, m), mul(0.1, g)), add(sqrt(squares), 1e-3))))]
      },
      (...all: Parameters<ReturnType<typeof adam>>) => {
        const [w, ...slots] = adam(0.9, 0.999)(...all)
        return [w!, ...slots, cast(greater(w!, 0), 'float32')]
      },
    ]
    for (const step of unlike)
      expect(Object.keys(operationsOf(rewritten(traceOf(step, inputs))))).not.toContain('ResourceApplyAdam')
    const small = traceOf(adam(0.9, 0.999), given([5, 4]))
    expect(Object.keys(operationsOf(rewritten(small)))).not.toContain('ResourceApplyAdam')
  })
})
