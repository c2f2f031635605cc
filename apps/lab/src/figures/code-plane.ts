import type { Engine, Key } from '@hourglass/core'

import { joined } from './examples.js'
import { principalAxes, project, unproject } from './principal-axes.js'

export type Place = readonly [x: number, y: number]

/** A plane in the space of codes. */
export interface CodePlane {
  /** What it is, in words that go on after "the codes … in". */
  readonly description: string
  readonly names: readonly [x: string, y: string]
  /** Where codes lie in it, or nearest to: [n, d_h] → n places. */
  placesOf(codes: Float32Array): Place[]
  /** The codes at places of it: n places → [n, d_h]. */
  codesAt(places: readonly Place[]): Float32Array
}

/**
 * The plane to look at codes in: of two numbers their own, of more the plane of the first two principal components
 * through their mean. None where codes are one number, or all the same, or fewer than two are finite.
 */
export function planeOfCodes(codes: Float32Array, d: number, engine: Engine, key: Key): CodePlane | undefined {
  const finite = finiteRows(codes, d)
  if (d < 2 || finite.length / d < 2) return undefined
  if (d === 2) return varies(finite) ? own : undefined
  const axes = principalAxes(finite, d, 2, engine, key)
  if (!(axes.totalVariance > 0)) return undefined
  const share = axes.variances.reduce((sum, variance) => sum + variance, 0) / axes.totalVariance
  return {
    description:
      `the plane of their first two principal components: ${(100 * Math.min(1, share)).toFixed(0)} % of the variance ` +
      `of ${d.toLocaleString('en-US')} numbers`,
    names: ['first principal component', 'second principal component'],
    placesOf: (of) => pairs(project(axes, of)),
    codesAt: (places) => unproject(axes, Float32Array.from(places.flat())),
  }
}

const own: CodePlane = {
  description: 'their own plane: a code is two numbers',
  names: ['h₁', 'h₂'],
  placesOf: pairs,
  codesAt: (places) => Float32Array.from(places.flat()),
}

/** Those rows of d numbers that are finite throughout. */
export function finiteRows(rows: Float32Array, d: number): Float32Array {
  const all = Array.from({ length: rows.length / d }, (_, row) => rows.subarray(row * d, (row + 1) * d))
  const finite = all.filter((row) => row.every(Number.isFinite))
  return finite.length === all.length ? rows : joined(finite)
}

function varies(codes: Float32Array): boolean {
  return codes.some((value, place) => value !== codes[place % 2])
}

function pairs(numbers: Float32Array): Place[] {
  return Array.from({ length: numbers.length / 2 }, (_, place) => [numbers[2 * place]!, numbers[2 * place + 1]!])
}
