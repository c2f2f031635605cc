import { complex, type DataType, fill, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'

/** What an input's numbers are drawn from. */
export interface InputKind {
  readonly shape: readonly number[]
  readonly dtype: DataType
  readonly low: number
  readonly high: number
}

/** Operations with inputs of given kinds; one name for all that is done in one step. */
export interface OperationCase {
  readonly name: string
  readonly inputs: readonly InputKind[]
  readonly step: (...inputs: never[]) => Tensor | readonly Tensor[]
  /** The graph has a kernel of its own for it, that rounds otherwise than the eager one. */
  readonly rounds?: true
}

/** Numbers around 0, none of them 0. */
export const real = (...shape: number[]): InputKind => ({ shape, dtype: 'float32', low: -2, high: 2 })
export const positive = (...shape: number[]): InputKind => ({ shape, dtype: 'float32', low: 0.05, high: 3 })
/** In (−1, 1). */
export const fraction = (...shape: number[]): InputKind => ({ shape, dtype: 'float32', low: -0.99, high: 0.99 })
/** Whole numbers of [low, high). */
export const whole = (low: number, high: number, ...shape: number[]): InputKind => ({
  shape,
  dtype: 'int32',
  low,
  high,
})
export const truth = (...shape: number[]): InputKind => ({ shape, dtype: 'bool', low: 0, high: 2 })
export const waves = (...shape: number[]): InputKind => ({ shape, dtype: 'complex64', low: -2, high: 2 })

/** A case: `of('add', [real(2), real(2)], add)`. */
export function of(name: string, inputs: readonly InputKind[], step: OperationCase['step']): OperationCase {
  return { name, inputs, step }
}

/** An input's numbers for one call, other ones for each call and each input. */
export function draw(kind: InputKind, call: number, place: number): Tensor {
  const { shape, dtype, low, high } = kind
  if (dtype === 'complex64') {
    const part = { ...kind, dtype: 'float32' as const }
    return tidy(() => complex(draw(part, call, place), draw(part, call, place + 10)))
  }
  let state = 1 + 7919 * (call + 1) + 104_729 * place
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  for (let warmUp = 0; warmUp < 4; warmUp++) next()
  const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => low + (high - low) * next())
  if (values.length === 0) return fill(shape as number[], 0, dtype as 'float32')
  return tensor(dtype === 'float32' ? values : values.map(Math.floor), shape as number[], dtype)
}
