import type { Operator } from './operator.js'
import { CONVOLUTIONS } from './operators/convolutions.js'
import { ELEMENTWISE } from './operators/elementwise.js'
import { PRODUCTS } from './operators/products.js'
import { REDUCTIONS } from './operators/reductions.js'
import { SHAPES } from './operators/shapes.js'

/** By the tensor library's kernel, its operators in ONNX. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...ELEMENTWISE,
  ...PRODUCTS,
  ...SHAPES,
  ...REDUCTIONS,
  ...CONVOLUTIONS,
}
