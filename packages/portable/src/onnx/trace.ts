import type { DataType, Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'

/** A tensor of a trace: what its kernels gave and took. */
export interface TracedValue {
  readonly shape: readonly number[]
  readonly dtype: DataType
  /** Of an input or a parameter. */
  readonly name?: string
  /** Of a tensor that nothing in the trace made: its numbers. */
  readonly constant?: TypedArray
}

/** One kernel that ran. Values are named by their places in `Trace.values`. */
export interface TracedOperation {
  readonly kernel: string
  readonly inputs: Readonly<Record<string, number>>
  readonly attributes: Readonly<Record<string, unknown>>
  readonly outputs: readonly number[]
}

/** What a function of tensors did, from its inputs and parameters to its results. */
export class Trace {
  readonly values: TracedValue[] = []
  readonly operations: TracedOperation[] = []
  /**
   * By the data, then by shape and dtype: a reshape or a cast may give the same data another shape, and an identity is the
   * value itself.
   */
  readonly #places = new WeakMap<object, Map<string, number>>()

  /** Declares an input or a parameter. */
  name(name: string, tensor: Tensor): void {
    this.#add(tensor, { name })
  }

  /**
   * One run of a kernel. What depends on no input and no parameter is not kept: where something else uses it, it is a
   * constant.
   */
  record(
    kernel: string,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: Readonly<Record<string, unknown>>,
    outputs: readonly TensorInfo[],
    numbersOf: (tensor: TensorInfo) => TypedArray,
  ): void {
    if (Object.values(inputs).every((input) => !this.#isDerived(input))) return
    if (outputs.every((output) => this.find(output) !== undefined)) return
    const places = Object.entries(inputs).map(([name, input]) => {
      const place = this.find(input) ?? this.#add(input, { constant: numbersOf(input).slice() as TypedArray })
      return [name, place] as const
    })
    this.operations.push({
      kernel,
      inputs: Object.fromEntries(places),
      attributes: structuredClone({ ...attributes }),
      outputs: outputs.map((output) => this.find(output) ?? this.#add(output)),
    })
  }

  find({ dataId, shape, dtype }: TensorInfo): number | undefined {
    return this.#places.get(dataId)?.get(`${dtype}[${shape}]`)
  }

  #isDerived(tensor: TensorInfo): boolean {
    const place = this.find(tensor)
    return place !== undefined && this.values[place]!.constant === undefined
  }

  #add({ dataId, shape, dtype }: TensorInfo, more: Pick<TracedValue, 'name' | 'constant'> = {}): number {
    const place = this.values.push({ shape: [...shape], dtype, ...more }) - 1
    const ofData = this.#places.get(dataId) ?? new Map<string, number>()
    this.#places.set(dataId, ofData.set(`${dtype}[${shape}]`, place))
    return place
  }
}
