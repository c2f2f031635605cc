import { attribute, attributeOf, type TraceEditor } from './trace-editor.js'

/**
 * A·B of two matrices by `MatMul`, where tfjs-node asks for the batched product with a batch of none: the same
 * mathematics with less around it, and in the form that the other rules look for. Rounds otherwise in places: vectors and
 * large matrices have kernels of their own.
 */
export function plainProducts(editor: TraceEditor, keepBits: (place: number) => boolean): void {
  for (const [place, operation] of editor.operations.entries()) {
    if (operation.name !== 'BatchMatMulV2' || keepBits(place)) continue
    if (operation.inputs.some((source) => editor.typeOf(source).shape.length !== 2)) continue
    const type = operation.attributes.find(({ name }) => name === 'T')!
    editor.replace(place, {
      name: 'MatMul',
      attributes: [
        type,
        attribute('transpose_a', 'bool', attributeOf(operation, 'adj_x')),
        attribute('transpose_b', 'bool', attributeOf(operation, 'adj_y')),
      ],
    })
  }
}
