import type { ValueSource } from '../trace.js'
import { sameShape } from '../same-shape.js'
import { attributeOf, FLOAT, same, type TraceEditor } from './trace-editor.js'

/**
 * d·step(a), the gradient through relu(a), as `ReluGrad`: one pass instead of the seven by which tfjs-node makes
 * step(a), 1 where a > 0, else 0. The same numbers; but where a is NaN it gives 0, which a forward pass that is NaN
 * then cannot hide.
 */
export function rectifiedGradients(editor: TraceEditor): void {
  for (const [place, { name, inputs, attributes, outputs }] of editor.operations.entries()) {
    if (name !== 'Mul' || outputs[0]!.dtype !== FLOAT) continue
    for (const [side, source] of inputs.entries()) {
      const gradient = inputs[1 - side]!
      const a = stepped(editor, source)
      if (a === undefined) continue
      // The operation does not broadcast.
      if (![gradient, a].every((each) => sameShape(editor.typeOf(each).shape, outputs[0]!.shape))) continue
      const type = attributes.find((each) => each.name === 'T')!
      editor.replace(place, { name: 'ReluGrad', inputs: [gradient, a], attributes: [type] })
      break
    }
  }
}

/** a of step(a) = select(isNaN(a), a, select(a > 0, 1, 0)). */
function stepped(editor: TraceEditor, source: ValueSource): ValueSource | undefined {
  const cast = editor.made(source, 'Cast')
  const idle = cast !== undefined && attributeOf(cast, 'SrcT') === attributeOf(cast, 'DstT')
  const outer = editor.made(idle ? cast.inputs[0]! : source, 'Select', 'SelectV2')
  const inner = outer && editor.made(outer.inputs[2]!, 'Select', 'SelectV2')
  if (outer === undefined || inner === undefined) return undefined
  const [isNaN, above] = [editor.made(outer.inputs[0]!, 'IsNan'), editor.made(inner.inputs[0]!, 'Greater')]
  const a = outer.inputs[1]!
  const about = isNaN !== undefined && above !== undefined && same(isNaN.inputs[0]!, a) && same(above.inputs[0]!, a)
  const numbers = [above?.inputs[1], inner.inputs[1], inner.inputs[2]].map(
    (each) => each && editor.numberThroughout(each),
  )
  return about && numbers.join() === '0,1,0' ? a : undefined
}
