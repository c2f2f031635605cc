import { FLOAT, type TraceEditor } from './trace-editor.js'

const STEPWISE = new Set(['Ceil', 'Floor', 'FloorDiv', 'FloorMod', 'Mod', 'Rint', 'Round', 'Sign', 'TopKV2'])

/**
 * The operations on whose values a decision depends: a comparison, a rounding, an index. There the last bit may turn a
 * yes into a no (a drawn binary code), so that only rewriting that keeps all bits is allowed.
 *
 * @returns whether the operation at a place is one of them
 */
export function decidedValues(editor: TraceEditor): (place: number) => boolean {
  const decided = new Set<number>()
  const visit = (place: number): void => {
    if (decided.has(place)) return
    decided.add(place)
    for (const source of editor.operations[place]!.inputs) if (source.kind === 'operation') visit(source.place)
  }
  for (const { name, inputs, outputs } of editor.operations) {
    const decides = STEPWISE.has(name) || outputs.some(({ dtype }) => dtype !== FLOAT)
    if (!decides) continue
    for (const source of inputs) if (source.kind === 'operation') visit(source.place)
  }
  return (place) => decided.has(place)
}
