import { backend, dispose, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'

import { expect } from 'vitest'

import type { NativeTensor, TensorFlowBackend } from '../../tensorflow-backend.js'
import { recordTrace } from '../record-trace.js'
import type { Trace } from '../trace.js'
import { TracedGraph } from '../traced-graph.js'
import { TraceEditor } from './trace-editor.js'

type Step = (...inputs: never[]) => Tensor | readonly Tensor[]

const tensorflow = (): TensorFlowBackend => backend() as unknown as TensorFlowBackend

function nativeOf(value: Tensor): NativeTensor {
  const [id] = tensorflow().getInputTensorIds([value])
  return { id: id!, shape: value.shape, dtype: tensorflow().tensorMap.get(value.dataId).dtype }
}

/** What a step does with inputs like these. */
export function traceOf(step: Step, inputs: readonly Tensor[]): Trace {
  return tidy(() => {
    const { result, trace } = recordTrace(tensorflow(), inputs.map(nativeOf), () =>
      [step(...(inputs as never[]))].flat(),
    )
    return trace((result as Tensor[]).map(nativeOf)) as never
  }) as unknown as Trace
}

/** How often each operation stands in a trace, by name. */
export function operationsOf({ operations }: Trace): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { name } of operations) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** The numbers of each result of a trace's graph. */
export function resultsOf(trace: Trace, inputs: readonly Tensor[]): (Float32Array | Int32Array | Uint8Array)[] {
  const graph = new TracedGraph(tensorflow(), trace)
  try {
    const made = graph
      .run(tensorflow().getInputTensorIds(inputs as Tensor[]))
      .map((native) => tensorflow().createOutputTensor(native))
    const rest = made.values()
    const numbers = graph.outputs.map((source) => {
      const result = source.kind === 'input' ? inputs[source.place]! : rest.next().value!
      return result.dataSync() as Float32Array
    })
    dispose(made)
    return numbers
  } finally {
    graph.dispose()
  }
}

/** The largest difference, of the largest magnitude; infinite where one is no number and the other one is. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let [worst, largest] = [0, Number.MIN_VALUE]
  for (let place = 0; place < a.length; place++) {
    if (Object.is(a[place], b[place])) continue
    const difference = Math.abs(a[place]! - b[place]!)
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
    largest = Math.max(largest, Math.abs(a[place]!))
  }
  return worst / largest
}

/** How many numbers of two lists of arrays are not the same, bit for bit. */
export function differing(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number {
  let count = Math.abs(a.length - b.length)
  for (const [place, values] of a.entries())
    for (let at = 0; at < values.length; at++) if (!Object.is(values[at], b[place]?.[at])) count++
  return count
}

/** Numbers of [0, 1) that follow from a seed. */
export function numbersFrom(seed: number): () => number {
  let state = 1 + (seed % 2_147_483_646)
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  for (let warmUp = 0; warmUp < 5; warmUp++) next()
  return next
}

/** A tensor of numbers in [low, high). */
export function drawn(next: () => number, shape: readonly number[], low = -1, high = 1): Tensor {
  const size = shape.reduce((a, b) => a * b, 1)
  const values = Float32Array.from({ length: size }, () => low + (high - low) * next())
  return tensor(values, shape as number[], 'float32')
}

/** What one rule makes of a trace. */
export function rewriting(rule: (editor: TraceEditor) => void): (trace: Trace) => Trace {
  return (trace) => {
    const editor = new TraceEditor(trace)
    rule(editor)
    return editor.finish()
  }
}

/** Fails unless a rule makes these operations of a step, with the same numbers but for rounding. */
export function checking(rewritten: (trace: Trace) => Trace, tolerance: number) {
  return (step: Step, inputs: readonly Tensor[], operations: Record<string, number>): void => {
    const trace = traceOf(step, inputs)
    expect(operationsOf(rewritten(trace))).toEqual(operations)
    const [expected, found] = [resultsOf(trace, inputs), resultsOf(rewritten(trace), inputs)]
    for (const [place, values] of expected.entries()) expect(distance(values, found[place]!)).toBeLessThan(tolerance)
  }
}
