import type { OperationAttribute } from '../../tensorflow-backend.js'
import type { Trace, TracedConstant, TracedOperation, ValueSource } from '../trace.js'

/** TensorFlow's DataType and TF_AttrType, as far as rewriting needs them. */
export const FLOAT = 1
const TYPE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const

/** An attribute of an operation. */
export function attribute(name: string, type: keyof typeof TYPE, value: unknown): OperationAttribute {
  return { name, type: TYPE[type], value }
}

/** A trace that is being rewritten. Operations keep their places; new ones come after all others. */
export class TraceEditor {
  readonly operations: TracedOperation[]
  readonly #constants: TracedConstant[]
  #outputs: readonly ValueSource[]

  constructor(readonly trace: Trace) {
    this.operations = [...trace.operations]
    this.#constants = [...trace.constants]
    this.#outputs = trace.outputs
  }

  /** The trace as it is now, without what no output needs. */
  finish(): Trace {
    const needed = this.#needed()
    const operations = new Map([...needed.operation].map((before, place) => [before, place]))
    const constants = new Map([...needed.constant].map((before, place) => [before, place]))
    const moved = (source: ValueSource): ValueSource => {
      if (source.kind === 'input') return source
      return { ...source, place: (source.kind === 'operation' ? operations : constants).get(source.place)! }
    }
    return {
      inputs: this.trace.inputs,
      constants: [...needed.constant].map((place) => this.#constants[place]!),
      operations: [...needed.operation].map((place) => {
        const operation = this.operations[place]!
        const inputs = operation.inputs.map(moved)
        if (operation.after === undefined) return { ...operation, inputs }
        return { ...operation, inputs, after: operation.after.map((before) => operations.get(before)!) }
      }),
      outputs: this.#outputs.map(moved),
    }
  }

  /** The places of what results need. No recursion: a step may be 10,000 operations deep. */
  #needed() {
    const needed = { operation: new Set<number>(), constant: new Set<number>() }
    const waiting = [...this.#outputs]
    for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
      if (source.kind === 'input' || needed[source.kind].has(source.place)) continue
      needed[source.kind].add(source.place)
      if (source.kind !== 'operation') continue
      const { inputs, after = [] } = this.operations[source.place]!
      waiting.push(...inputs, ...after.map((place) => ({ kind: 'operation', place, output: 0 }) as const))
    }
    return needed
  }

  /** The operation that makes a value, where it is its only output and one of these. */
  made(source: ValueSource, ...names: readonly string[]): TracedOperation | undefined {
    if (source.kind !== 'operation') return undefined
    const operation = this.operations[source.place]!
    return names.includes(operation.name) && operation.outputs.length === 1 ? operation : undefined
  }

  constant(source: ValueSource): TracedConstant | undefined {
    return source.kind === 'constant' ? this.#constants[source.place] : undefined
  }

  typeOf(source: ValueSource): { readonly dtype: number; readonly shape: readonly number[] } {
    if (source.kind === 'input') return this.trace.inputs[source.place]!
    if (source.kind === 'constant') return this.#constants[source.place]!
    return this.operations[source.place]!.outputs[source.output]!
  }

  /** How often each operation's values are used, results of the step included. */
  uses(): (source: ValueSource) => number {
    const counts = new Map<number, number>()
    const count = (source: ValueSource): void => {
      if (source.kind === 'operation') counts.set(source.place, (counts.get(source.place) ?? 0) + 1)
    }
    for (const place of this.#needed().operation) this.operations[place]!.inputs.forEach(count)
    this.#outputs.forEach(count)
    return (source) => (source.kind === 'operation' ? (counts.get(source.place) ?? 0) : Number.POSITIVE_INFINITY)
  }

  /** The one number that every element of a tensor is, where that can be seen: a constant, or what is filled with one. */
  numberThroughout(source: ValueSource): number | undefined {
    const filled = this.made(source, 'Fill')
    if (filled !== undefined) return this.numberThroughout(filled.inputs[1]!)
    const constant = this.constant(source)
    if (constant?.dtype !== FLOAT || constant.bytes.length === 0) return undefined
    const values = new Float32Array(constant.bytes.slice().buffer)
    return values.every((value) => Object.is(value, values[0])) ? values[0] : undefined
  }

  addConstant(constant: TracedConstant): ValueSource {
    return { kind: 'constant', place: this.#constants.push(constant) - 1 }
  }

  /** A new operation with one result. */
  add(operation: Omit<TracedOperation, 'outputs'> & { readonly shape: readonly number[] }): ValueSource {
    const { shape, ...rest } = operation
    return { kind: 'operation', place: this.addOperation({ ...rest, outputs: [{ dtype: FLOAT, shape }] }), output: 0 }
  }

  /** A new operation; its place. */
  addOperation(operation: TracedOperation): number {
    return this.operations.push(operation) - 1
  }

  /** Puts another operation in the place of one; its value keeps its uses. */
  replace(place: number, change: Partial<TracedOperation>): void {
    this.operations[place] = { ...this.operations[place]!, ...change }
  }

  /** Uses another value wherever one was used. */
  redirect(from: ValueSource, to: ValueSource): void {
    const moved = (source: ValueSource): ValueSource => (same(source, from) ? to : source)
    for (const [place, operation] of this.operations.entries())
      if (operation.inputs.some((source) => same(source, from)))
        this.operations[place] = { ...operation, inputs: operation.inputs.map(moved) }
    this.#outputs = this.#outputs.map(moved)
  }
}

export function same(a: ValueSource, b: ValueSource): boolean {
  if (a.kind !== b.kind || a.place !== b.place) return false
  return a.kind !== 'operation' || a.output === (b as typeof a).output
}

export function attributeOf(operation: TracedOperation, name: string): unknown {
  return operation.attributes.find((each) => each.name === name)?.value
}
