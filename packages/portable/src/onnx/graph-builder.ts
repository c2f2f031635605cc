import type { Dimension } from './dimension.js'
import type { OnnxAttribute, OnnxNode, OnnxTensor, OnnxType } from './onnx-message.js'

/** Collects the nodes and the constants of a graph. A value is its name. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxTensor[] = []
  readonly #taken = new Set<string>()
  readonly #integers = new Map<string, string>()
  #batch: string | undefined

  /** @param input whose first dimension is the number of examples */
  constructor(readonly input: string) {
    this.#taken.add(input)
  }

  /** A name that nothing has yet, as much as possible the one asked for. */
  unique(name: string): string {
    let unique = name
    for (let count = 2; this.#taken.has(unique); count++) unique = `${name}.${count}`
    this.#taken.add(unique)
    return unique
  }

  /** Adds a node; the name of its output. */
  add(type: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    return this.addMany(type, 1, inputs, attributes)[0]!
  }

  addMany(
    type: string,
    outputs: number,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => this.unique(type))
    this.nodes.push({ type, inputs, outputs: names, attributes })
    return names
  }

  tensor(wanted: string, type: OnnxType, shape: readonly number[], bytes: Uint8Array): string {
    const name = this.unique(wanted)
    this.initializers.push({ name, type, shape, bytes })
    return name
  }

  /** A scalar, of rank 0. */
  number(value: number): string {
    return this.tensor('number', 'float32', [], new Uint8Array(Float32Array.of(value).buffer))
  }

  /** int64 [n]: shapes, axes, places. */
  integers(values: readonly number[]): string {
    const key = `${values}`
    const known = this.#integers.get(key)
    if (known !== undefined) return known
    const bytes = new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value)).buffer)
    const name = this.tensor('integers', 'int64', [values.length], bytes)
    this.#integers.set(key, name)
    return name
  }

  /** int64 [n] of numbers that may depend on the number of examples. */
  dimensions(dimensions: readonly Dimension[]): string {
    if (dimensions.every(({ perExample }) => perExample === 0))
      return this.integers(dimensions.map(({ fixed }) => fixed))
    const parts = dimensions.map(({ perExample, fixed }) => {
      if (perExample === 0) return this.integers([fixed])
      const multiple =
        perExample === 1 ? this.#examples() : this.add('Mul', [this.#examples(), this.integers([perExample])])
      return fixed === 0 ? multiple : this.add('Add', [multiple, this.integers([fixed])])
    })
    return parts.length === 1 ? parts[0]! : this.add('Concat', parts, { axis: 0 })
  }

  /** The number of examples, int64 [1]. */
  #examples(): string {
    this.#batch ??= this.add('Shape', [this.input], { start: 0, end: 1 })
    return this.#batch
  }
}
