import { parseOrExplain, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { type Change, inside, invalidSweep } from './change.js'

/** Drawn numbers keep so many digits, so that a table tells them as they were. */
const DIGITS = 3

const pair = z.tuple([z.number(), z.number()])
const steps = z.number().int().min(2).optional().describe('Of a grid')

const KINDS = {
  values: z.strictObject({ values: z.array(z.unknown()).min(1) }),
  uniform: z.strictObject({ uniform: pair, steps }),
  'log-uniform': z.strictObject({ 'log-uniform': pair, steps }),
  integer: z.strictObject({ integer: pair, steps }),
  'log-integer': z.strictObject({ 'log-integer': pair, steps }),
} as const

/** The values that a search tries of one option. */
export interface SearchRange {
  /** The value at u in [0, 1). */
  at(u: number): unknown
  /** All values of a grid; `undefined` where there are more than can be listed. */
  readonly grid: readonly unknown[] | undefined
}

/**
 * `[1, 2, 3]` or `{ values: […] }`: one of them; `{ uniform: [a, b] }`, `{ log-uniform: [a, b] }`: a number from a to b,
 * to three significant digits; `{ integer: [a, b] }`, `{ log-integer: [a, b] }`: a whole one. `steps: n`: n of them, at
 * equal distances (equal ratios), for a grid.
 *
 * @throws HourglassError `invalid-sweep`
 */
export function parseSearchRange({ path, value, origin }: Change): SearchRange {
  if (Array.isArray(value)) return listed(requireSome(value, origin))
  const kind = Object.keys(KINDS).find((name) => typeof value === 'object' && value !== null && name in value)
  if (kind === undefined)
    throw invalidSweep(`${path} has no range to search`, origin, {
      expected: `a list of values, or one of ${Object.keys(KINDS).join(', ')}: e.g. { log-uniform: [0.001, 1] }`,
    })
  try {
    const parsed: Record<string, unknown> = parseOrExplain(KINDS[kind as keyof typeof KINDS], value, 'invalid-sweep')
    if (kind === 'values') return listed(parsed['values'] as unknown[])
    return between(kind, parsed[kind] as [number, number], parsed['steps'] as number | undefined)
  } catch (error) {
    if (!(error instanceof HourglassError)) throw error
    const { code, message, place, expected, remedy } = error
    throw new HourglassError(code, message, { place: inside(origin, place?.path ?? kind), expected, remedy })
  }
}

function requireSome(values: readonly unknown[], origin: Change['origin']): readonly unknown[] {
  if (values.length === 0) throw invalidSweep('there is nothing to choose from', origin, { expected: 'some values' })
  return values
}

function listed(values: readonly unknown[]): SearchRange {
  return { at: (u) => values[Math.floor(u * values.length)], grid: values }
}

function between(kind: string, [low, high]: readonly [number, number], steps: number | undefined): SearchRange {
  const [logarithmic, whole] = [kind.startsWith('log-'), kind.endsWith('integer')]
  requireBounds(low, high, logarithmic, whole)
  // A whole number n is what rounds to it, so the range is half a step wider on both sides.
  const margin = whole ? 0.5 : 0
  const [from, to] = [low - margin, high + margin]
  const position = (u: number): number =>
    logarithmic ? Math.exp(Math.log(from) + u * (Math.log(to) - Math.log(from))) : from + u * (to - from)
  const round = (x: number): number => (whole ? Math.round(x) : Number(x.toPrecision(DIGITS)))
  const at = (u: number): number => Math.min(high, Math.max(low, round(position(u))))
  return { at, grid: gridOf(low, high, steps, logarithmic, whole) }
}

function gridOf(
  low: number,
  high: number,
  steps: number | undefined,
  logarithmic: boolean,
  whole: boolean,
): readonly number[] | undefined {
  if (steps === undefined && !whole) return undefined
  const count = steps ?? high - low + 1
  const exact = (step: number): number => {
    const t = step / Math.max(1, count - 1)
    return logarithmic && steps !== undefined ? low * (high / low) ** t : low + t * (high - low)
  }
  const rounded = Array.from({ length: count }, (_, step) =>
    whole ? Math.round(exact(step)) : Number(exact(step).toPrecision(DIGITS)),
  )
  return [...new Set(rounded)]
}

function requireBounds(low: number, high: number, logarithmic: boolean, whole: boolean): void {
  const refuse = (message: string, expected: string): never => {
    throw new HourglassError('invalid-sweep', message, { expected })
  }
  if (!(low < high)) refuse(`from ${low} to ${high} there is nothing`, 'the smaller bound first')
  if (whole && !(Number.isSafeInteger(low) && Number.isSafeInteger(high)))
    refuse(`[${low}, ${high}] are no whole numbers`, 'whole bounds')
  if (logarithmic && low <= 0) refuse(`${low} has no logarithm`, 'bounds greater than 0')
}
