import type { Trace } from '../trace.js'
import { adamUpdates } from './adam-updates.js'
import { decidedValues } from './decided-values.js'
import { descentUpdates } from './descent-updates.js'
import { fusedLayers } from './fused-layers.js'
import { idleReshapes } from './idle-reshapes.js'
import { plainProducts } from './plain-products.js'
import { rectifiedGradients } from './rectified-gradients.js'
import { repeatedOperations } from './repeated-operations.js'
import { scalarOperands } from './scalar-operands.js'
import { squashingGradients } from './squashing-gradients.js'
import { TraceEditor } from './trace-editor.js'

export interface RewriteOptions {
  /**
   * Whether products may round to bf16: of the library's kernels for them only the batched product's, which tfjs-node
   * asks for, knows how. Default false.
   */
  readonly roundedProducts?: boolean
}

/**
 * The same mathematics in fewer passes over memory. The first four rules keep every bit; the others round otherwise,
 * and leave alone what a decision depends on.
 */
export function rewriteTrace(trace: Trace, { roundedProducts = false }: RewriteOptions = {}): Trace {
  const editor = new TraceEditor(trace)
  idleReshapes(editor)
  scalarOperands(editor)
  repeatedOperations(editor)
  rectifiedGradients(editor)
  const keepBits = decidedValues(editor)
  if (!roundedProducts) plainProducts(editor, keepBits)
  descentUpdates(editor, keepBits)
  squashingGradients(editor, keepBits)
  adamUpdates(editor, keepBits)
  if (!roundedProducts) fusedLayers(editor, keepBits)
  return editor.finish()
}
