import type { ValueSource } from '../trace.js'
import type { TraceEditor } from './trace-editor.js'

/** Bytes of a constant that is compared with others; larger ones hardly repeat. */
const SMALL = 64

/**
 * What is computed twice from the same values (a product for the code, and again for a penalty on it) is computed once.
 * Every operation of a trace is a function of its inputs, draws included: their keys are inputs.
 */
export function repeatedOperations(editor: TraceEditor): void {
  const first = new Map<string, number>()
  const nameOf = (source: ValueSource): string => {
    const constant = editor.constant(source)
    if (constant === undefined || constant.bytes.length > SMALL) return JSON.stringify(source)
    return `${constant.dtype} ${constant.shape.join()} ${Buffer.from(constant.bytes).toString('hex')}`
  }
  // In the order in which they ran: by then what an operation takes has been redirected already.
  for (let place = 0; place < editor.operations.length; place++) {
    const { name, attributes, inputs, outputs } = editor.operations[place]!
    const known = JSON.stringify([name, attributes, inputs.map(nameOf)])
    const before = first.get(known)
    if (before === undefined) first.set(known, place)
    else
      for (const output of outputs.keys())
        editor.redirect({ kind: 'operation', place, output }, { kind: 'operation', place: before, output })
  }
}
