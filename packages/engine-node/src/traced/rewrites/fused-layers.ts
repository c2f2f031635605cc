import type { ValueSource } from '../trace.js'
import { attribute, attributeOf, FLOAT, type TraceEditor } from './trace-editor.js'

const ACTIVATIONS = ['Sigmoid', 'Tanh', 'Relu']

/**
 * s(A·B + b), b one number a column, as one operation: the product's kernel adds and squashes a block of its result
 * while that is still in the cache. Rounds otherwise than the three operations do.
 */
export function fusedLayers(editor: TraceEditor, keepBits: (place: number) => boolean): void {
  const uses = editor.uses()
  const fuse = (place: number, sum: ValueSource, activation: readonly string[]): void => {
    const layer = layerOf(editor, sum, uses)
    if (layer === undefined || keepBits(place)) return
    const { product, bias } = layer
    editor.replace(place, {
      name: '_FusedMatMul',
      inputs: [...product.inputs, bias],
      attributes: [
        attribute('T', 'type', attributeOf(product, 'T')),
        attribute('transpose_a', 'bool', attributeOf(product, 'transpose_a')),
        attribute('transpose_b', 'bool', attributeOf(product, 'transpose_b')),
        attribute('num_args', 'int', 1),
        attribute('fused_ops', 'string', ['BiasAdd', ...activation]),
      ],
    })
  }
  for (const [place, { name, inputs }] of editor.operations.entries())
    if (ACTIVATIONS.includes(name) && uses(inputs[0]!) === 1) fuse(place, inputs[0]!, [name])
  for (const [place, { name }] of editor.operations.entries())
    if (name === 'Add' || name === 'AddV2') fuse(place, { kind: 'operation', place, output: 0 }, [])
}

/** A·B and b of a sum A·B + b, where nothing else uses A·B. */
function layerOf(editor: TraceEditor, sum: ValueSource, uses: (source: ValueSource) => number) {
  const addition = editor.made(sum, 'Add', 'AddV2')
  if (addition === undefined) return undefined
  for (const [side, source] of addition.inputs.entries()) {
    const product = editor.made(source, 'MatMul')
    const bias = addition.inputs[1 - side]!
    if (product === undefined || uses(source) !== 1) continue
    // The fused kernel knows floats alone; of empty matrices it ends the process.
    const sides = product.inputs.flatMap((input) => editor.typeOf(input).shape)
    if (product.outputs[0]!.dtype !== FLOAT || sides.includes(0)) continue
    const { shape } = editor.typeOf(bias)
    if (shape.length === 1 && shape[0] === product.outputs[0]!.shape[1]) return { product, bias }
  }
  return undefined
}
