import type { OperationAttribute } from '../../tensorflow-backend.js'
import type { ValueSource } from '../trace.js'
import { sameShape } from '../same-shape.js'
import { attribute, FLOAT, same, type TraceEditor } from './trace-editor.js'

/** Numbers of a tensor from which the library's kernel saves more than it takes to hand it variables. */
const LEAST = 2 ** 14

/**
 * Adam's update, m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m/(√v + ε), by the library's kernel for it: one pass
 * instead of twelve. It works on variables; they are given w, m and v and read again within the same call, so that the
 * step stays a function.
 *
 * Source: Kingma and Ba 2015, Algorithm 1; tensorflow/core/kernels/training_ops.cc, ApplyAdam.
 */
export function adamUpdates(editor: TraceEditor, keepBits: (place: number) => boolean): void {
  const length = editor.operations.length
  for (let place = 0; place < length; place++) {
    const update = adamAt(editor, place)
    if (update === undefined) continue
    const results = { w: { kind: 'operation', place, output: 0 } as const, m: update.mean, v: update.square }
    if (Object.values(results).some((each) => each.kind !== 'operation' || keepBits(each.place))) continue
    applyAdam(editor, update, results)
  }
}

interface AdamUpdate {
  /** Before the step. */
  readonly w: ValueSource
  readonly m: ValueSource
  readonly v: ValueSource
  readonly g: ValueSource
  readonly rate: ValueSource
  readonly epsilon: ValueSource
  readonly beta1: ValueSource
  readonly beta2: ValueSource
  /** After it. */
  readonly mean: ValueSource
  readonly square: ValueSource
  readonly shape: readonly number[]
  readonly line: string
}

function adamAt(editor: TraceEditor, place: number): AdamUpdate | undefined {
  const { name, inputs, outputs, line } = editor.operations[place]!
  const { dtype, shape } = outputs[0] ?? { dtype: 0, shape: [] }
  if (name !== 'Sub' || dtype !== FLOAT || shape.reduce((a, b) => a * b, 1) < LEAST) return undefined
  const moved = scaled(editor, inputs[1]!)
  const quotient = moved && editor.made(moved.value, 'RealDiv')
  const guarded = quotient && editor.made(quotient.inputs[1]!, 'Add', 'AddV2')
  if (moved === undefined || quotient === undefined || guarded === undefined) return undefined
  const side = guarded.inputs.findIndex((input) => editor.made(input, 'Sqrt') !== undefined)
  const [root, epsilon] = [guarded.inputs[side], guarded.inputs[1 - side]]
  if (root === undefined || epsilon === undefined || editor.typeOf(epsilon).shape.length > 0) return undefined
  const [mean, square] = [quotient.inputs[0]!, editor.made(root, 'Sqrt')!.inputs[0]!]
  const [first, second] = [average(editor, mean), average(editor, square)]
  const squared = second && editor.made(second.of, 'Square')
  if (first === undefined || second === undefined || squared === undefined) return undefined
  const g = squared.inputs[0]!
  if (!same(g, first.of)) return undefined
  const all = [inputs[0]!, first.before, second.before, g]
  if (!all.every((each) => sameShape(editor.typeOf(each).shape, shape))) return undefined
  const [w, m, v] = all as [ValueSource, ValueSource, ValueSource]
  const { scalar: rate } = moved
  return { ...{ w, m, v, g, rate, epsilon, mean, square, shape, line }, beta1: first.beta, beta2: second.beta }
}

/** s and x of s·x, s a scalar. */
function scaled(editor: TraceEditor, source: ValueSource): { scalar: ValueSource; value: ValueSource } | undefined {
  const product = editor.made(source, 'Mul')
  const side = product?.inputs.findIndex((input) => editor.typeOf(input).shape.length === 0) ?? -1
  if (product === undefined || side < 0) return undefined
  return { scalar: product.inputs[side]!, value: product.inputs[1 - side]! }
}

/** β, a and x of the moving average βa + (1 − β)x, β a constant. */
function average(editor: TraceEditor, source: ValueSource) {
  const sum = editor.made(source, 'Add', 'AddV2')
  const [old, fresh] = (sum?.inputs ?? []).map((input) => scaled(editor, input))
  if (old === undefined || fresh === undefined) return undefined
  const [beta, rest] = [editor.numberThroughout(old.scalar), editor.numberThroughout(fresh.scalar)]
  if (beta === undefined || rest === undefined || Math.abs(beta + rest - 1) > 1e-7) return undefined
  return { beta: old.scalar, before: old.value, of: fresh.value }
}

function applyAdam(editor: TraceEditor, update: AdamUpdate, results: Record<'w' | 'm' | 'v', ValueSource>): void {
  const { shape, line } = update
  const dtype = attribute('dtype', 'type', FLOAT)
  const add = (
    name: string,
    attributes: OperationAttribute[],
    inputs: ValueSource[],
    after: number[],
    outputs: { dtype: number; shape: readonly number[] }[],
  ): ValueSource & { place: number } => {
    const place = editor.addOperation({ name, attributes, inputs, after, outputs, line })
    return { kind: 'operation', place, output: 0 }
  }
  const variable = (name: string): ValueSource => {
    // A name of its own within the graph: its place is.
    const shared = attribute('shared_name', 'string', `${name}_${editor.operations.length}`)
    return add(
      'VarHandleOp',
      [dtype, attribute('shape', 'shape', shape), shared],
      [],
      [],
      [{ dtype: RESOURCE, shape: [] }],
    )
  }
  const names = ['w', 'm', 'v'] as const
  const handles = names.map(variable)
  const given = names.map(
    (name, index) => add('AssignVariableOp', [dtype], [handles[index]!, update[name]], [], []).place,
  )
  // The powers of β belong to the bias corrections, which the rate and ε have in them already: none.
  const none = editor.addConstant({ dtype: FLOAT, shape: [], bytes: new Uint8Array(4), line })
  const { rate, beta1, beta2, epsilon, g } = update
  const inputs = [...handles, none, none, rate, beta1, beta2, epsilon, g]
  const attributes = [attribute('T', 'type', FLOAT), attribute('use_locking', 'bool', true)]
  const applied = add('ResourceApplyAdam', attributes, inputs, given, []).place
  for (const [index, name] of names.entries()) {
    const read = add('ReadVariableOp', [dtype], [handles[index]!], [applied], [{ dtype: FLOAT, shape }])
    editor.redirect(results[name], read)
  }
}

/** TensorFlow's DataType of a handle of a variable. */
const RESOURCE = 20
