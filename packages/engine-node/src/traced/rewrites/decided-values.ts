import type { ValueSource } from '../trace.js'
import { FLOAT, type TraceEditor } from './trace-editor.js'

const STEPWISE = new Set([
  'Ceil',
  'Dilation2DBackpropFilter',
  'Dilation2DBackpropInput',
  'Floor',
  'FloorDiv',
  'FloorMod',
  'MaxPool3DGrad',
  'MaxPoolGrad',
  'Mod',
  'Rint',
  'Round',
  'Sign',
  'TopKV2',
])

/** Which input of `ReluGrad` decides: d·step(a) is linear in d. */
const FEATURES = 1

/**
 * The operations on whose values a decision depends: a comparison, a rounding, an index, the place of a maximum. There
 * the last bit may turn a yes into a no (a drawn binary code), so that only rewriting that keeps all bits is allowed.
 *
 * @returns whether the operation at a place is one of them
 */
export function decidedValues(editor: TraceEditor): (place: number) => boolean {
  const decided = new Set<number>()
  const waiting: ValueSource[] = []
  for (const { name, inputs, outputs } of editor.operations)
    if (name === 'ReluGrad') waiting.push(inputs[FEATURES]!)
    else if (STEPWISE.has(name) || outputs.some(({ dtype }) => dtype !== FLOAT)) waiting.push(...inputs)
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (source.kind !== 'operation' || decided.has(source.place)) continue
    decided.add(source.place)
    waiting.push(...editor.operations[source.place]!.inputs)
  }
  return (place) => decided.has(place)
}
