import type { TracedOperation, ValueSource } from '../trace.js'
import { sameShape } from '../same-shape.js'
import { attribute, FLOAT, same, type TraceEditor } from './trace-editor.js'

/** More summands that are no products than these, and nothing is gained. */
const MOST_OTHERS = 1

/**
 * W − η(AᵀB + CᵀD + …), a descent's update, as the one sum W + Aᵀ(−ηB) + Cᵀ(−ηD) + …: η is multiplied into a batch's
 * matrix instead of into the weights' larger one, and the weights are passed once instead of once for each summand.
 */
export function descentUpdates(editor: TraceEditor, keepBits: (place: number) => boolean): void {
  const uses = editor.uses()
  const length = editor.operations.length
  for (let place = 0; place < length; place++) {
    const update = editor.operations[place]!
    if (update.name !== 'Sub' || update.outputs[0]!.dtype !== FLOAT || keepBits(place)) continue
    const scaled = scaledSum(editor, update.inputs[1]!, uses)
    if (scaled === undefined) continue
    const { shape } = update.outputs[0]!
    if (!update.inputs.every((input) => sameShape(editor.typeOf(input).shape, shape))) continue
    const { rate, summands } = scaled
    const factors = summands.map((summand) => smallerFactor(editor, summand, uses))
    const others = factors.filter((factor) => factor === undefined).length
    if (others > MOST_OTHERS || others === factors.length) continue
    const { line } = update
    const unary = [attribute('T', 'type', FLOAT)]
    const step = editor.add({ name: 'Neg', attributes: unary, inputs: [rate], line, shape: [] })
    const times = (value: ValueSource): ValueSource =>
      editor.add({ name: 'Mul', attributes: unary, inputs: [step, value], line, shape: editor.typeOf(value).shape })
    const moved = summands.map((summand, index) => {
      const product = productOf(editor, summand)
      const factor = factors[index]
      if (product === undefined || factor === undefined) return times(summand)
      const inputs = product.inputs.map((source, side) => (side === factor ? times(source) : source))
      return editor.add({ ...product, inputs, shape })
    })
    const inputs = [update.inputs[0]!, ...moved]
    const attributes = [attribute('N', 'int', inputs.length), ...unary]
    editor.replace(place, { name: 'AddN', inputs, attributes })
  }
}

type Uses = (source: ValueSource) => number

/** η and the summands of η(P + Q + …), used nowhere else. */
function scaledSum(editor: TraceEditor, source: ValueSource, uses: Uses) {
  const product = editor.made(source, 'Mul')
  if (product === undefined || uses(source) !== 1) return undefined
  const side = product.inputs.findIndex((input) => editor.typeOf(input).shape.length === 0)
  const sum = product.inputs[1 - side]
  if (side < 0 || sum === undefined) return undefined
  return { rate: product.inputs[side]!, summands: summandsOf(editor, sum, uses, product.outputs[0]!.shape) }
}

function summandsOf(editor: TraceEditor, source: ValueSource, uses: Uses, shape: readonly number[]): ValueSource[] {
  const sum = editor.made(source, 'Add', 'AddV2', 'AddN')
  const open = sum !== undefined && uses(source) === 1
  const even = sum?.inputs.every((input) => sameShape(editor.typeOf(input).shape, shape))
  const twice = sum !== undefined && sum.inputs.some((a, i) => sum.inputs.some((b, j) => i < j && same(a, b)))
  if (!open || !even || twice) return [source]
  return sum.inputs.flatMap((input) => summandsOf(editor, input, uses, shape))
}

/** The product of two matrices that makes a value. */
function productOf(editor: TraceEditor, source: ValueSource): TracedOperation | undefined {
  const product = editor.made(source, 'MatMul', 'BatchMatMulV2')
  return product?.inputs.every((input) => editor.typeOf(input).shape.length === 2) ? product : undefined
}

/** Which factor of a product used once to scale in its stead: the smaller one, where that is smaller than the product. */
function smallerFactor(editor: TraceEditor, source: ValueSource, uses: Uses): 0 | 1 | undefined {
  const product = productOf(editor, source)
  if (product === undefined || uses(source) !== 1) return undefined
  const size = (of: readonly number[]): number => of.reduce((a, b) => a * b, 1)
  const [a, b] = product.inputs.map((input) => size(editor.typeOf(input).shape)) as [number, number]
  return Math.min(a, b) >= size(product.outputs[0]!.shape) ? undefined : a < b ? 0 : 1
}
