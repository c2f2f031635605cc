import {
  addN,
  concat,
  grads,
  matMul,
  mean,
  mul,
  relu,
  sigmoid,
  softplus,
  square,
  sub,
  sum,
  tanh,
  type Tensor,
  tensor2d,
  tile,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { createCpuEngine } from './cpu-engine.js'
import { createWasmEngine } from './wasm-engine.js'

const numbers = [-1.5, 0.25, 2]
const sigma = (a: number) => 1 / (1 + Math.exp(-a))

/** f, and ∂ Σ f(x, w) / ∂x with w = x, for one row x. */
const operations: [string, (x: Tensor, w: Tensor) => Tensor, (x: number) => number][] = [
  ['addN', (x, w) => addN([x, w, x]), () => 2],
  ['sub, square', (x) => square(sub(x, 1)), (x) => 2 * (x - 1)],
  ['mul', (x, w) => mul(x, w), (x) => x],
  ['sigmoid', (x) => sigmoid(x), (x) => sigma(x) * (1 - sigma(x))],
  ['tanh', (x) => tanh(x), (x) => 1 - Math.tanh(x) ** 2],
  ['relu', (x) => relu(x), (x) => (x > 0 ? 1 : 0)],
  ['softplus', (x) => softplus(x), sigma],
  ['tile', (x) => tile(x, [4, 1]), () => 4],
  ['concat', (x, w) => concat([x, w, x], 0), () => 2],
  ['mean', (x) => mean(x, 1), () => 1 / 3],
  ['matMul with the transpose', (x, w) => matMul(x as never, w as never, false, true), (x) => x],
]

describe.each([
  ['cpu', createCpuEngine],
  ['wasm', createWasmEngine],
])('on %s', (_, create) => {
  beforeAll(async () => void (await create()))

  it.each(operations)('%s has the gradient of the textbook', (_, f, derivative) => {
    const x = tensor2d(numbers, [1, 3])
    const w = tensor2d(numbers, [1, 3])
    const [gradient] = grads((x, w) => sum(sub(f(x!, w!), mul(sum(w!), 0))))([x, w])
    expect([...gradient!.dataSync()].map((g, place) => Math.abs(g - derivative(numbers[place]!)))).toEqual(
      numbers.map(() => expect.closeTo(0, 5)),
    )
  })
})
