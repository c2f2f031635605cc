import { HourglassError, type Params } from '@hourglass/core'
import { linspace, reshape, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { joinTraces, type JoinedTrace, type TracedSample } from './join-traces.js'
import type { TraceEngine } from './trace-engine.js'
import { Trace } from './trace.js'

export interface TracedFunction {
  /** What errors call it, e.g. `encoder`. */
  readonly title: string
  readonly input: { readonly name: string; readonly dimensions: number }
  readonly params: Params
  /** Results by name. */
  readonly run: (input: Tensor2D) => Readonly<Record<string, Tensor>>
}

/** Two numbers of examples, so that what depends on it is seen. */
const EXAMPLES = [3, 5] as const

/**
 * What a function of n rows does, for any n.
 *
 * @throws HourglassError `onnx-unsupported` where it does not do the same for two numbers of rows
 */
export function traceFunction(engine: TraceEngine, traced: TracedFunction): JoinedTrace {
  const [few, more] = EXAMPLES.map((examples) => sample(engine, traced, examples)) as [TracedSample, TracedSample]
  return joinTraces(traced, few, more)
}

function sample(engine: TraceEngine, traced: TracedFunction, examples: number): TracedSample {
  const trace = new Trace()
  const outputs: [name: string, place: number][] = []
  tidy(() => {
    const { name, dimensions } = traced.input
    // Other numbers each time: what a function makes of them outside of the trace is a constant that differs.
    const input = reshape(linspace(0.1, 1 / examples, examples * dimensions), [examples, dimensions]) as Tensor2D
    trace.name(name, input)
    for (const [name, tensor] of Object.entries(traced.params)) trace.name(name, tensor)
    const results = engine.into(trace, () => traced.run(input))
    for (const [name, tensor] of Object.entries(results)) outputs.push([name, placeOf(trace, tensor, name, traced)])
  })
  return { trace, outputs, examples }
}

function placeOf(trace: Trace, tensor: Tensor, name: string, { title }: TracedFunction): number {
  const place = trace.find(tensor)
  if (place !== undefined) return place
  throw new HourglassError(
    'onnx-unsupported',
    `"${name}" of the ${title} depends on neither its input nor its weights`,
    {
      expected: 'a function of the input',
    },
  )
}
