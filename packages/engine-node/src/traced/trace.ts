import type { OperationAttribute } from '../tensorflow-backend.js'

/** Where a value of a trace comes from. */
export type ValueSource =
  | { readonly kind: 'input'; readonly place: number }
  | { readonly kind: 'constant'; readonly place: number }
  | { readonly kind: 'operation'; readonly place: number; readonly output: number }

/** Numbers that were there when the step ran, and are not among its inputs. */
export interface TracedConstant {
  /** TensorFlow's DataType. */
  readonly dtype: number
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
  /** The line of the step where they came in. */
  readonly line: string
}

export interface TracedOperation {
  readonly name: string
  readonly attributes: readonly OperationAttribute[]
  readonly inputs: readonly ValueSource[]
  /** Places of operations that run before it although it takes nothing of theirs: those on one variable. */
  readonly after?: readonly number[]
  /** TensorFlow's DataType, and the shape, of each output. */
  readonly outputs: readonly { readonly dtype: number; readonly shape: readonly number[] }[]
  readonly line: string
}

/** All that the library did while a step ran once. */
export interface Trace {
  readonly inputs: readonly { readonly dtype: number; readonly shape: readonly number[] }[]
  readonly constants: readonly TracedConstant[]
  readonly operations: readonly TracedOperation[]
  readonly outputs: readonly ValueSource[]
}

/**
 * What differs between two traces of one step, in words that name the operation and its line; `undefined` where they
 * are the same graph with the same constants. What differs would have been frozen.
 */
export function difference(a: Trace, b: Trace): string | undefined {
  const length = Math.min(a.operations.length, b.operations.length)
  for (let place = 0; place < length; place++) {
    const [before, after] = [a.operations[place]!, b.operations[place]!]
    if (before.name !== after.name || !sameAttributes(before, after))
      return `it ran ${describe(before)} in one call and ${describe(after)} in another`
    for (const [input, source] of before.inputs.entries()) {
      const changed = differentSource(source, after.inputs[input], a, b)
      if (changed !== undefined) return `${changed}, an input of ${describe(after)}`
    }
  }
  if (a.operations.length !== b.operations.length)
    return `it ran ${a.operations.length} operations in one call and ${b.operations.length} in another`
  const outputs =
    a.outputs.length === b.outputs.length &&
    a.outputs.every((source, place) => differentSource(source, b.outputs[place], a, b) === undefined)
  return outputs ? undefined : 'it gave other results in one call than in another'
}

function differentSource(before: ValueSource, after: ValueSource | undefined, a: Trace, b: Trace): string | undefined {
  if (after === undefined || before.kind !== after.kind) return 'a value that came from elsewhere'
  if (before.kind !== 'constant')
    return JSON.stringify(before) === JSON.stringify(after) ? undefined : 'a value that came from elsewhere'
  const [x, y] = [a.constants[before.place]!, b.constants[after.place]!]
  const same = x.dtype === y.dtype && x.shape.join() === y.shape.join() && Buffer.compare(x.bytes, y.bytes) === 0
  return same ? undefined : `a number that changed from call to call came in at ${y.line}`
}

function sameAttributes(a: TracedOperation, b: TracedOperation): boolean {
  return JSON.stringify(a.attributes) === JSON.stringify(b.attributes)
}

function describe({ name, line }: TracedOperation): string {
  return `${name} at ${line}`
}
