import {
  add,
  dispose,
  div,
  exp,
  fill,
  floorDiv,
  log,
  maximum,
  minimum,
  mul,
  neg,
  reciprocal,
  reshape,
  rsqrt,
  scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  tensor1d,
  tensor2d,
  tile,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { differing, drawn, numbersFrom, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'
import { scalarOperands } from './scalar-operands.js'
import { TraceEditor } from './trace-editor.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('scalarOperands', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  const rewritten = rewriting(scalarOperands)
  /** The shapes of what elementwise operations take, after rewriting; the numbers must be the same ones. */
  const operands = (step: (...x: never[]) => X | X[], inputs: X[]): string[] => {
    const trace = traceOf(step, inputs)
    const after = rewritten(trace)
    expect(differing(resultsOf(after, inputs), resultsOf(trace, inputs))).toBe(0)
    const editor = new TraceEditor(after)
    const [result] = after.outputs
    return editor.operations[result!.place]!.inputs.map((source) => `[${editor.typeOf(source).shape.join()}]`)
  }
  const filled = (value: number): X => fill([40], value)
  const spread = (value: X): X => tile(reshape(value, [1]), [40])

  it.each([
    ['on the left', (x: X) => add(tensor1d(Array<number>(40).fill(0.3)), x), ['[]', '[40]']],
    ['on the right', (x: X) => div(x, tensor1d(Array<number>(40).fill(0.3))), ['[40]', '[]']],
  ] as const)('takes a constant of one value %s', (_, step, shapes) => {
    expect(operands(step, [drawn(next, [40])])).toEqual(shapes)
  })

  it.each([-0, 0, Number.NaN, Number.POSITIVE_INFINITY, 1e-40, 3e38])('takes %d too', (value) => {
    const constant = (): X => tensor1d(Array<number>(40).fill(value))
    for (const of of [add, mul, div, maximum, minimum, sub])
      expect(operands((x: X) => of(x, constant()), [drawn(next, [40])])).toEqual(['[40]', '[]'])
  })

  it('takes a scalar input that was spread, and what was computed of it', () => {
    const inputs = [drawn(next, [40]), scalar(0.37)]
    expect(operands((x: X, s: X) => mul(x, spread(s)), inputs)).toEqual(['[40]', '[]'])
    expect(operands((x: X, s: X) => mul(x, add(square(spread(s)), spread(neg(s)))), inputs)).toEqual(['[40]', '[]'])
  })

  it.each(Object.entries({ sqrt, square, neg }))('keeps the bits of %s', (_, of) => {
    for (let draw = 0; draw < 100; draw++) {
      const inputs = [drawn(next, [40]), scalar(Math.exp(20 * next() - 10))]
      expect(operands((x: X, s: X) => add(x, of(spread(s))), inputs)).toEqual(['[40]', '[]'])
      dispose(inputs)
    }
  })

  it.each(Object.entries({ exp, log, rsqrt, reciprocal }))(
    'leaves %s, which rounds otherwise for one number than for many',
    (_, of) => {
      const inputs = [drawn(next, [40]), scalar(0.37)]
      expect(operands((x: X, s: X) => add(x, of(spread(s))), inputs)).toEqual(['[40]', '[40]'])
    },
  )

  it('of two that are one number throughout, makes one a scalar: the result keeps its shape', () => {
    expect(operands((s: X) => add(spread(s), tensor1d(Array<number>(40).fill(2))), [scalar(0.3)]).toSorted()).toEqual([
      '[40]',
      '[]',
    ])
  })

  it.each([
    ['two numbers', (x: X) => add(x, tensor1d([...Array<number>(39).fill(1), 2]))],
    ['0 and −0', (x: X) => div(x, tensor1d([...Array<number>(39).fill(0), -0]))],
    ['a row that makes the result larger', (x: X) => add(reshape(x, [40, 1]), tensor2d([[1, 1, 1]]))],
    ['an input', (x: X) => add(x, x)],
  ])('leaves %s', (_, step) => {
    expect(operands(step, [drawn(next, [40])])).not.toContain('[]')
  })

  it('leaves integers', () => {
    const inputs = [tensor1d([1, 2, 3], 'int32')]
    expect(operands((x: X) => add(x, tensor1d([4, 4, 4], 'int32')), inputs)).toEqual(['[3]', '[3]'])
    expect(operands((x: X) => floorDiv(x, tensor1d([2, 2, 2], 'int32')), inputs)).toEqual(['[3]', '[3]'])
  })

  it('takes no longer for a number that was doubled 40 times', () => {
    const step = (x: X): X => {
      let one = filled(1e-9)
      for (let times = 0; times < 40; times++) one = add(one, one)
      return add(x, one)
    }
    expect(operands(step, [drawn(next, [40])])).toEqual(['[40]', '[]'])
  })
})
