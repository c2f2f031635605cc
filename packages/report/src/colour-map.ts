/** Red, green, blue, each 0 … 255. */
export type Rgb = readonly [number, number, number]

/**
 * Five anchors of ColorBrewer's RdBu (Harrower & Brewer 2003), turned round: negative blue, zero near white, positive
 * red; equal steps to both sides and safe for readers who do not tell red from green.
 */
const DIVERGING: readonly Rgb[] = [
  [0x21, 0x66, 0xac],
  [0x67, 0xa9, 0xcf],
  [0xf7, 0xf7, 0xf7],
  [0xef, 0x8a, 0x62],
  [0xb2, 0x18, 0x2b],
]

/** What is not a number must not pass for a value: magenta, in neither map. */
const NOT_A_NUMBER: Rgb = [0xff, 0x00, 0xff]

/** Blue – white – red for `value` in −1 … 1; beyond is clamped, NaN is magenta. */
export function diverging(value: number): Rgb {
  if (Number.isNaN(value)) return NOT_A_NUMBER
  const position = clamp((value + 1) / 2) * (DIVERGING.length - 1)
  const index = Math.min(Math.floor(position), DIVERGING.length - 2)
  const [from, to] = [DIVERGING[index]!, DIVERGING[index + 1]!]
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (position - index))
  return [mix(0), mix(1), mix(2)]
}

/** Black – white for `value` in 0 … 1; beyond is clamped, NaN is magenta. */
export function grey(value: number): Rgb {
  if (Number.isNaN(value)) return NOT_A_NUMBER
  const level = Math.round(clamp(value) * 255)
  return [level, level, level]
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
