import { sameShape } from '../same-shape.js'
import { type TraceEditor } from './trace-editor.js'

/** Leaves out reshapes to the shape that is there. */
export function idleReshapes(editor: TraceEditor): void {
  for (const [place, { name, inputs, outputs }] of editor.operations.entries()) {
    if (name !== 'Reshape' || !sameShape(editor.typeOf(inputs[0]!).shape, outputs[0]!.shape)) continue
    // Read anew: an earlier redirection may have changed it.
    editor.redirect({ kind: 'operation', place, output: 0 }, editor.operations[place]!.inputs[0]!)
  }
}
