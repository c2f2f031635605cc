import { HourglassError } from '@hourglass/core'
import type { DataType, TypedArray } from '@tensorflow/tfjs-core'

import { type Dimension, dimensionThrough } from './dimension.js'
import type { Trace, TracedOperation, TracedValue } from './trace.js'

export interface JoinedValue {
  readonly shape: readonly Dimension[]
  readonly dtype: DataType
  readonly name?: string
  /** The numbers of a constant; one number where its size depends on the number of examples and all of it is that. */
  readonly constant?: TypedArray
}

/** A kernel's run for any number of examples: in its attributes a number that depends on it is a `Dimension`. */
export type JoinedOperation = TracedOperation

export interface JoinedTrace {
  readonly title: string
  readonly values: readonly JoinedValue[]
  readonly operations: readonly JoinedOperation[]
  readonly outputs: readonly (readonly [name: string, place: number])[]
}

export interface TracedSample {
  readonly trace: Trace
  readonly outputs: readonly (readonly [name: string, place: number])[]
  /** How many it was traced with. */
  readonly examples: number
}

/**
 * One trace for any number of examples, out of traces with two numbers of them.
 *
 * @throws HourglassError `onnx-unsupported` where they differ by more than that number
 */
export function joinTraces({ title }: { title: string }, a: TracedSample, b: TracedSample): JoinedTrace {
  const differs = (what: string): never => {
    throw new HourglassError('onnx-unsupported', `the ${title} depends on the number of examples by ${what}`, {
      expected: 'the same computation for every number of examples',
    })
  }
  const through = (first: number, second: number, what: string): Dimension =>
    dimensionThrough(first, a.examples, second, b.examples) ?? differs(what)
  const attribute = (first: unknown, second: unknown, what: string): unknown => {
    if (Array.isArray(first) && Array.isArray(second) && first.length === second.length)
      return first.map((each, place) => attribute(each, second[place], what))
    if (Object.is(first, second) || JSON.stringify(first) === JSON.stringify(second)) return first
    return typeof first === 'number' && typeof second === 'number' ? through(first, second, what) : differs(what)
  }
  const value = (first: TracedValue, second: TracedValue): JoinedValue => {
    const shape = first.shape.map((side, axis) => through(side, second.shape[axis]!, 'the rank of a tensor'))
    const { dtype, name } = first
    if (first.constant === undefined || second.constant === undefined) return { shape, dtype, ...(name && { name }) }
    return { shape, dtype, constant: constant(first.constant, second.constant, differs) }
  }
  const [one, other] = [a.trace, b.trace]
  const alike = (x: TracedOperation, y: TracedOperation | undefined) =>
    x.kernel === y?.kernel && JSON.stringify([x.inputs, x.outputs]) === JSON.stringify([y.inputs, y.outputs])
  if (
    one.values.length !== other.values.length ||
    one.operations.length !== other.operations.length ||
    JSON.stringify(a.outputs) !== JSON.stringify(b.outputs) ||
    !one.operations.every((operation, place) => alike(operation, other.operations[place]))
  )
    differs('the operations it runs')
  return {
    title,
    values: one.values.map((each, place) => value(each, other.values[place]!)),
    operations: one.operations.map((operation, place) => {
      const entries = Object.entries(operation.attributes).map(([name, each]) => {
        const second = other.operations[place]!.attributes[name]
        return [name, attribute(each, second, `"${name}" of ${operation.kernel}`)]
      })
      return { ...operation, attributes: Object.fromEntries(entries) as Record<string, unknown> }
    }),
    outputs: a.outputs,
  }
}

function constant(first: TypedArray, second: TypedArray, differs: (what: string) => never): TypedArray {
  const same = first.length === second.length && first.every((number, place) => Object.is(number, second[place]))
  if (same) return first
  const filled = [first, second].every((numbers) => numbers.every((number) => Object.is(number, first[0])))
  return filled ? first.slice(0, 1) : differs('the numbers of a constant')
}
