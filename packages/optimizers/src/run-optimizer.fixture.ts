import type { Optimizer, Params, Slots } from '@hourglass/core'
import { scalar, tensor2d, tidy } from '@tensorflow/tfjs-core'

export const SHAPES = { W: [3, 4], b: [1, 4] } as const
export const STEPS = 20

/** Gradient of step t for a parameter, the same for every test: of both signs, over five powers of ten. */
export function gradientAt(name: string, t: number): Float32Array {
  const phase = name === 'W' ? 0 : 100
  return Float32Array.from({ length: count(name) }, (_, place) => 10 ** ((place % 5) - 3) * Math.sin(place + t + phase))
}

export function startOf(name: string): Float32Array {
  return Float32Array.from({ length: count(name) }, (_, place) => Math.cos(place * 3 + name.length))
}

/** The parameters after `STEPS` updates, by name, and the slots after them. */
export function run(
  optimizer: Optimizer,
  order: readonly (keyof typeof SHAPES)[] = ['W', 'b'],
): { params: Record<string, Float32Array>; slots: Record<string, Float32Array> } {
  const record = (values: (name: string) => Float32Array, names: readonly (keyof typeof SHAPES)[]): Params =>
    Object.fromEntries(names.map((name) => [name, tensor2d(values(name), [...SHAPES[name]])]))
  let params = record(startOf, order)
  let slots: Slots = optimizer.init(params)
  for (let t = 1; t <= STEPS; t++) {
    // The gradients in another order than the parameters: names alone may matter.
    const gradients = record((name) => gradientAt(name, t), order.toReversed())
    const at = { learningRate: scalar(optimizer.learningRate(t)), step: scalar(t) }
    ;({ params, slots } = tidy(() => optimizer.update(params, gradients, slots, at) as never))
  }
  return { params: numbers(params), slots: numbers(slots) }
}

function numbers(record: Params): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(record).map(([name, tensor]) => [name, tensor.dataSync() as Float32Array]))
}

function count(name: string): number {
  const [rows, columns] = SHAPES[name as keyof typeof SHAPES]
  return rows * columns
}

/** The same run of a plain update rule, in float64, a number at a time. */
export function referenceRun(rule: () => (w: number, g: number, t: number) => number): Record<string, number[]> {
  return Object.fromEntries(
    Object.keys(SHAPES).map((name) => [
      name,
      Array.from(startOf(name), (start, place) => {
        const update = rule()
        let w = start
        for (let t = 1; t <= STEPS; t++) w = update(w, gradientAt(name, t)[place]!, t)
        return w
      }),
    ]),
  )
}
