import type { Trace } from '../trace.js'
import { decidedValues } from './decided-values.js'
import { descentUpdates } from './descent-updates.js'
import { fusedLayers } from './fused-layers.js'
import { idleReshapes } from './idle-reshapes.js'
import { plainProducts } from './plain-products.js'
import { scalarOperands } from './scalar-operands.js'
import { squashingGradients } from './squashing-gradients.js'
import { TraceEditor } from './trace-editor.js'

/**
 * The same mathematics in fewer passes over memory. The first three rules keep every bit; the others round otherwise,
 * and leave alone what a decision depends on.
 */
export function rewriteTrace(trace: Trace): Trace {
  const editor = new TraceEditor(trace)
  plainProducts(editor)
  idleReshapes(editor)
  scalarOperands(editor)
  const decided = decidedValues(editor)
  // Places beyond are operations that a rule has added for itself.
  const keepBits = (place: number): boolean => decided(place)
  descentUpdates(editor, keepBits)
  squashingGradients(editor, keepBits)
  fusedLayers(editor, keepBits)
  return editor.finish()
}
