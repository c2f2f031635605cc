import type { Binding, NativeTensor, OperationAttribute, TensorFlowBackend } from '../tensorflow-backend.js'
import { lineOfStep } from './line-of-step.js'
import type { Trace, TracedConstant, TracedOperation, ValueSource } from './trace.js'

/** What a step must not do, found while it was recorded. */
export class UntraceableStep extends Error {
  override readonly name = 'UntraceableStep'
}

/** Operations whose results have a shape that depends on values; a trace has fixed ones. */
const SHAPED_BY_VALUES = /^(Unique|Where|NonMaxSuppression)/

const standIns = new WeakSet<Binding>()

/** Whether an action that is being recorded runs. */
export function isRecording({ binding }: TensorFlowBackend): boolean {
  return standIns.has(binding)
}

/**
 * Runs an action once, as ever, and writes down what the library is asked to do meanwhile. All of it goes through the
 * addon's `executeOp`, `createTensor` and `tensorDataSync`, by handles of native tensors; for that time a stand-in takes
 * the addon's place.
 *
 * @param inputs native handles of what the action depends on
 * @returns the action's result, and a function that makes the trace once the result's handles are known
 * @throws UntraceableStep where a value is read to the host; both do, for the action may have caught it
 */
export function recordTrace<Result>(
  backend: TensorFlowBackend,
  inputs: readonly NativeTensor[],
  action: () => Result,
): { readonly result: Result; trace(outputs: readonly NativeTensor[]): Trace } {
  const { binding } = backend
  const sources = new Map<number, ValueSource>(inputs.map(({ id }, place) => [id, { kind: 'input', place }]))
  const constants: TracedConstant[] = []
  const operations: TracedOperation[] = []
  let read: UntraceableStep | undefined

  const addConstant = (id: number, constant: TracedConstant): ValueSource => {
    const source: ValueSource = { kind: 'constant', place: constants.push(constant) - 1 }
    sources.set(id, source)
    return source
  }
  /** A tensor that neither came in nor was made here: a captured one. */
  const captured = (id: number): ValueSource => {
    const values = binding.tensorDataSync(id)
    const dtype = dtypeOf(values, binding)
    return addConstant(id, { dtype, shape: shapeOf(id, dtype, binding), bytes: bytesOf(values), line: lineOfStep() })
  }

  const recording: Partial<Binding> = {
    executeOp(name, attributes, ids, outputs) {
      if (SHAPED_BY_VALUES.test(name))
        throw new UntraceableStep(`the shapes in it depend on values, by ${name} at ${lineOfStep()}`)
      const from = ids.map((id) => sources.get(id) ?? captured(id))
      const made = binding.executeOp(name, attributes, ids, outputs)
      const place = operations.length
      const kept = completed(name, attributes, made, binding)
      operations.push({
        name,
        attributes: kept,
        inputs: from,
        outputs: made.map(({ dtype, shape }) => ({ dtype, shape: [...shape] })),
        line: lineOfStep(),
      })
      for (const [output, { id }] of made.entries()) sources.set(id, { kind: 'operation', place, output })
      return made
    },
    createTensor(shape, dtype, values) {
      const id = binding.createTensor(shape, dtype, values)
      // Copied now: the caller may use its array again.
      addConstant(id, { dtype, shape: [...shape], bytes: bytesOf(values).slice(), line: lineOfStep() })
      return id
    },
    tensorDataSync() {
      read ??= new UntraceableStep(`it reads a value to the host at ${lineOfStep()}`)
      throw read
    },
  }
  backend.binding = standIn(binding, recording)
  standIns.add(backend.binding)
  let result: Result
  try {
    result = action()
  } finally {
    backend.binding = binding
  }
  return {
    result,
    trace(outputs) {
      if (read !== undefined) throw read
      return {
        inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
        constants,
        operations,
        outputs: outputs.map(({ id }) => sources.get(id) ?? captured(id)),
      }
    },
  }
}

/** The library finds these operations' type out by itself; tfjs-node leaves it out, or names another. A graph wants it. */
const TYPE_OF_RESULT = new Set(['ExpandDims', 'Mean'])

function completed(
  name: string,
  attributes: readonly OperationAttribute[],
  made: readonly NativeTensor[],
  { TF_ATTR_TYPE }: Binding,
): OperationAttribute[] {
  if (!TYPE_OF_RESULT.has(name)) return attributes.map((attribute) => ({ ...attribute }))
  const others = attributes.filter((attribute) => attribute.name !== 'T')
  return [...others.map((attribute) => ({ ...attribute })), { name: 'T', type: TF_ATTR_TYPE, value: made[0]!.dtype }]
}

function dtypeOf(values: ArrayBufferView, { TF_FLOAT, TF_INT32, TF_BOOL }: Binding): number {
  if (values instanceof Float32Array) return TF_FLOAT
  return values instanceof Int32Array ? TF_INT32 : TF_BOOL
}

function shapeOf(id: number, dtype: number, binding: Binding): number[] {
  const typed = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value })
  const [shape] = binding.executeOp('Shape', [typed('T', dtype), typed('out_type', binding.TF_INT32)], [id], 1)
  const sides = [...(binding.tensorDataSync(shape!.id) as Int32Array)]
  binding.deleteTensor(shape!.id)
  return sides
}

/** The addon with some of its functions replaced; its functions want the addon itself as `this`. */
function standIn(binding: Binding, replaced: Partial<Binding>): Binding {
  // No Proxy and no prototype: the addon's properties cannot be redefined, only copied.
  const copy: Record<string, unknown> = {}
  for (const name of Object.getOwnPropertyNames(binding)) {
    const value = binding[name as keyof Binding] as unknown
    copy[name] = typeof value === 'function' ? value.bind(binding) : value
  }
  return { ...copy, ...replaced } as unknown as Binding
}

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
