import { createCpuEngine } from '@hourglass/engine'
import { type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { disagreement } from './agreement.js'

const SIZE = 500
const wave = (of: (place: number) => number): Tensor =>
  tensor1d(Float32Array.from({ length: SIZE }, (_, place) => of(place)))
/** Of two results under one name; `before` is the input of that name. */
const compared = (expected: Tensor, found: Tensor, before?: Tensor): string | undefined =>
  disagreement(
    before === undefined ? {} : { params: { W: before } },
    { params: { W: expected } },
    { params: { W: found } },
    1e-4,
  )

describe('disagreement', () => {
  beforeAll(async () => {
    await createCpuEngine()
  })

  const W = () => wave((place) => Math.sin(place))
  /** W after a step whose size, relative to W, is `rate`; `wrong` scales it. */
  const stepped = (rate: number, wrong = 1): Tensor =>
    wave((place) => Math.sin(place) + wrong * rate * Math.cos(3 * place))

  it('finds none between equal results', () => {
    expect(compared(W(), W())).toBeUndefined()
    expect(compared(W(), W(), W())).toBeUndefined()
  })

  it('passes rounding, of results and of the sums behind them', () => {
    const rounded = wave((place) => Math.sin(place) * (1 + 2 ** -23 * (place % 3)))
    expect(compared(W(), rounded)).toBeUndefined()
    expect(compared(W(), rounded, W())).toBeUndefined()
    expect(
      compared(
        stepped(1e-3),
        wave((place) => Math.sin(place) + 1e-3 * Math.cos(3 * place) * (1 + 1e-5)),
        W(),
      ),
    ).toBeUndefined()
  })

  it.each([1, 1e-2, 1e-4])('finds a wrong update of relative size %d, by its input', (rate) => {
    for (const wrong of [-1, 0, 0.9, 1.01, 2]) {
      expect(compared(stepped(rate), stepped(rate, wrong), W())).toMatch(/^params\.W: relative difference \d/)
    }
  })

  it('without an input to compare with, or with one of another shape or type, goes by the magnitude', () => {
    expect(compared(stepped(1e-4), stepped(1e-4, 2), tensor1d([1, 2]))).toBeUndefined()
    expect(
      compared(stepped(1e-4), stepped(1e-4, 2), tensor(Array<number>(SIZE).fill(0), [SIZE], 'int32')),
    ).toBeUndefined()
    expect(compared(stepped(1e-2), stepped(1e-2, 2))).toMatch(/relative difference/)
  })

  it('finds one wrong number among many', () => {
    const one = wave((place) => Math.sin(place) + (place === 77 ? 0.5 : 0))
    expect(compared(W(), one)).toMatch(/params\.W/)
    expect(compared(W(), one, W())).toMatch(/params\.W/)
  })

  const at77 = (value: number): Tensor => wave((place) => (place === 77 ? value : Math.sin(place)))
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('agrees where both are %d', (value) => {
    expect(compared(at77(value), at77(value))).toBeUndefined()
    expect(compared(at77(value), at77(value), W())).toBeUndefined()
    // The other numbers still count.
    expect(
      compared(
        at77(value),
        wave((place) => (place === 77 ? value : -Math.sin(place))),
      ),
    ).toMatch(/params\.W/)
  })

  it.each([
    [Number.NaN, 1],
    [1, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
    [1, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [Number.NaN, Number.POSITIVE_INFINITY],
  ])('disagrees where one is %d and the other is %d', (a, b) => {
    expect(compared(at77(a), at77(b))).toMatch(/params\.W/)
    expect(compared(at77(a), at77(b), W())).toMatch(/params\.W/)
  })

  it('of whole numbers and truths, finds one that differs', () => {
    expect(compared(tensor([1, 2, 3], [3], 'int32'), tensor([1, 2, 3], [3], 'int32'))).toBeUndefined()
    expect(compared(tensor([1, 2, 3], [3], 'int32'), tensor([1, 2, 4], [3], 'int32'))).toMatch(/params\.W/)
    expect(compared(tensor([1, 0, 1], [3], 'bool'), tensor([1, 1, 1], [3], 'bool'))).toMatch(/params\.W/)
  })

  it('of zeros agrees, −0 too, and finds a number that is no zero', () => {
    expect(compared(tensor1d([0, 0]), tensor1d([-0, 0]))).toBeUndefined()
    expect(compared(tensor1d([0, 0]), tensor1d([0, 1e-30]))).toMatch(/params\.W/)
  })

  it('of tensors without numbers agrees; disagrees on the number of numbers', () => {
    expect(compared(tensor([], [0, 3]), tensor([], [0, 3]))).toBeUndefined()
    expect(compared(tensor([], [0]), tensor1d([1]))).toMatch(/params\.W/)
  })

  it('names the first that differs, by its path', () => {
    const [a, b] = [tensor1d([1]), tensor1d([2])]
    expect(disagreement({}, { value: a, slots: { m: a, v: a } }, { value: a, slots: { m: a, v: b } }, 1e-4)).toMatch(
      /^slots\.v: /,
    )
  })
})
