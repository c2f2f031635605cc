import type { Key, MetricContext, Params, Split, TensorRecord } from '@hourglass/core'
import { free, splitBatches } from '@hourglass/engine'
import { type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

export interface BatchInputs extends TensorRecord {
  readonly params: Params
  /** [n, d_x]. */
  readonly x: Tensor2D
  /** The batch's own. */
  readonly key: Key
}

export interface BatchOptions<More extends TensorRecord = TensorRecord> {
  /** Which examples; absent: all of the metric's. */
  readonly split?: Split
  /** Examples per call. */
  readonly batch?: number
  /** The stream of the batches' keys: each is folded from it and the place of the batch's first example. */
  readonly stream?: string
  /** Further tensors for `compute`; still the caller's. */
  readonly inputs?: More
}

export interface BatchOutputs<Name extends string> {
  /** n, the examples of this batch. */
  readonly size: number
  readonly values: Readonly<Record<Name, ArrayLike<number>>>
}

/** What `compute`, compiled, gives for each batch of a split in order, read to the host. Owns no tensor while it waits. */
export function* evaluateBatches<Name extends string, More extends TensorRecord = TensorRecord>(
  context: MetricContext,
  compute: (inputs: BatchInputs & More) => Readonly<Record<Name, Tensor>>,
  { split = context.split, batch = 500, stream = 'batch', inputs }: BatchOptions<More> = {},
): Generator<BatchOutputs<Name>> {
  const { params, engine } = context
  const evaluate = engine.compile(compute)
  for (const { x, start } of splitBatches(split, batch)) {
    const key = tidy(() => engine.random.fold(context.key, stream, start))
    const size = x.shape[0]
    let outputs: Readonly<Record<string, Tensor>> = {}
    let values: [string, ArrayLike<number>][]
    try {
      outputs = evaluate({ ...inputs, params, x, key } as BatchInputs & More)
      values = Object.entries(outputs).map(([name, tensor]) => [name, tensor.dataSync()])
    } finally {
      free(x, key, outputs)
    }
    yield { size, values: Object.fromEntries(values) as Record<Name, ArrayLike<number>> }
  }
}
