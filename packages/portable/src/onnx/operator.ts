import type { Dimension } from './dimension.js'
import type { GraphBuilder } from './graph-builder.js'
import type { JoinedValue } from './join-traces.js'

/** A value that a kernel takes: its name in the graph, and what it is like. */
export interface OperatorInput extends JoinedValue {
  readonly graphName: string
}

/** A kernel's run that is to be written as nodes. */
export interface KernelRun {
  readonly inputs: Readonly<Record<string, OperatorInput>>
  /** A number that depends on the number of examples is a `Dimension`. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly outputs: readonly JoinedValue[]
}

/**
 * Writes a kernel as nodes, and gives the names of its outputs in order; one that is not needed may be left out.
 *
 * @returns `undefined` where the kernel, run in this way, has no such nodes
 */
export type Operator = (run: KernelRun, graph: GraphBuilder) => readonly string[] | undefined

/** An attribute that is a `Dimension`, or a number, which is a fixed one. */
export function dimensionOf(attribute: unknown): Dimension {
  return typeof attribute === 'number' ? { perExample: 0, fixed: attribute } : (attribute as Dimension)
}

/** Axes counted from the front; absent: all. */
export function axesOf(attribute: unknown, rank: number): readonly number[] {
  if (attribute == null) return Array.from({ length: rank }, (_, axis) => axis)
  return [attribute].flat().map((axis) => (axis as number) + ((axis as number) < 0 ? rank : 0))
}
