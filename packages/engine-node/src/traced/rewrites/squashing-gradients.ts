import type { ValueSource } from '../trace.js'
import { sameShape } from '../same-shape.js'
import { same, type TraceEditor } from './trace-editor.js'

/**
 * d·h(1 − h), the gradient through h = σ(a), as `SigmoidGrad`; d·(1 − h²), through h = tanh(a), as `TanhGrad`: one pass
 * instead of three or four.
 */
export function squashingGradients(editor: TraceEditor, keepBits: (place: number) => boolean): void {
  for (const [place, operation] of editor.operations.entries()) {
    if (operation.name !== 'Mul' || keepBits(place)) continue
    for (const [side, source] of operation.inputs.entries()) {
      const gradient = operation.inputs[1 - side]!
      const [name, h] = slopeOf(editor, source) ?? []
      if (name === undefined || h === undefined) continue
      // These operations do not broadcast.
      const { shape } = operation.outputs[0]!
      if (![gradient, h].every((each) => sameShape(editor.typeOf(each).shape, shape))) continue
      const type = operation.attributes.find((each) => each.name === 'T')!
      editor.replace(place, { name, inputs: [h, gradient], attributes: [type] })
      break
    }
  }
}

/** σ′ = h(1 − h) or tanh′ = 1 − h², by the value h. */
function slopeOf(editor: TraceEditor, source: ValueSource): ['SigmoidGrad' | 'TanhGrad', ValueSource] | undefined {
  const product = editor.made(source, 'Mul')
  for (const [side, h] of product?.inputs.entries() ?? []) {
    const rest = editor.made(product!.inputs[1 - side]!, 'Sub')
    if (rest !== undefined && isOne(editor, rest.inputs[0]!) && same(rest.inputs[1]!, h)) return ['SigmoidGrad', h]
  }
  const difference = editor.made(source, 'Sub')
  if (difference === undefined || !isOne(editor, difference.inputs[0]!)) return undefined
  const square = editor.made(difference.inputs[1]!, 'Square')
  return square === undefined ? undefined : ['TanhGrad', square.inputs[0]!]
}

function isOne(editor: TraceEditor, source: ValueSource): boolean {
  return editor.numberThroughout(source) === 1
}
