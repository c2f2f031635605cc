import type { ValueSource } from '../trace.js'
import { sameShape } from '../same-shape.js'
import { FLOAT, type TraceEditor } from './trace-editor.js'

const BINARY = new Set(['Add', 'AddV2', 'Mul', 'RealDiv', 'Sub', 'Maximum', 'Minimum', 'SquaredDifference'])
/** Not those that round otherwise for one number than for eight at once: exp, log, 1/√x, 1/x. */
const UNARY = new Set(['Neg', 'Square', 'Sqrt'])
const RESHAPING = new Set(['Reshape', 'Tile', 'BroadcastTo', 'ExpandDims'])

/**
 * Tensors that are one number throughout (the 1/batch that a mean hands back to every element) become that number, so
 * that an elementwise operation does not read it once for each element. The same numbers result.
 */
export function scalarOperands(editor: TraceEditor): void {
  const { operations } = editor
  const length = operations.length
  const known: Known = new Map()
  for (let place = 0; place < length; place++) {
    const operation = operations[place]!
    if (!BINARY.has(operation.name) || operation.outputs[0]!.dtype !== FLOAT) continue
    const { shape } = operation.outputs[0]!
    if (shape.length === 0) continue
    for (const [side, source] of operation.inputs.entries()) {
      const other = operation.inputs[1 - side]!
      if (editor.typeOf(source).shape.length === 0 || !sameShape(editor.typeOf(other).shape, shape)) continue
      const scalar = scalarOf(editor, source, known)
      if (scalar === undefined) continue
      editor.replace(place, { inputs: side === 0 ? [scalar, other] : [other, scalar] })
      break
    }
  }
}

/** What is known of operations' values, by their place: looked for once. */
type Known = Map<number, ValueSource | undefined>

/** A scalar that every element of a tensor equals, or `undefined` where none is known. */
function scalarOf(editor: TraceEditor, source: ValueSource, known: Known): ValueSource | undefined {
  const { shape, dtype } = editor.typeOf(source)
  if (dtype !== FLOAT) return undefined
  if (shape.length === 0) return source
  const constant = editor.constant(source)
  if (constant !== undefined) {
    if (editor.numberThroughout(source) === undefined) return undefined
    return editor.addConstant({ ...constant, shape: [], bytes: constant.bytes.subarray(0, 4) })
  }
  if (source.kind !== 'operation') return undefined
  if (!known.has(source.place)) known.set(source.place, scalarOfOperation(editor, source.place, known))
  return known.get(source.place)
}

function scalarOfOperation(editor: TraceEditor, place: number, known: Known): ValueSource | undefined {
  const { name, inputs, attributes, line } = editor.operations[place]!
  if (name === 'Fill') return inputs[1]!
  if (RESHAPING.has(name)) return scalarOf(editor, inputs[0]!, known)
  if (!UNARY.has(name) && !BINARY.has(name)) return undefined
  const scalars = inputs.map((input) => scalarOf(editor, input, known))
  if (scalars.some((scalar) => scalar === undefined)) return undefined
  return editor.add({ name, attributes, line, inputs: scalars as ValueSource[], shape: [] })
}
