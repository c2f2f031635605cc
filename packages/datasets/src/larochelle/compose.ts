export const COMPOSITIONS = ['lighten', 'over', 'replace'] as const
export type Composition = (typeof COMPOSITIONS)[number]

export interface CompositionRule {
  readonly composition: Composition
  /** Of `replace`: the lightest byte of a digit that still lets the background through; 0 where absent. */
  readonly threshold?: number
}

/**
 * A digit d on a background b, byte by byte:
 *
 * - `lighten`: max(d, b);
 * - `over`: d + (1 − d/255) b, rounded: the digit is white ink, and d/255 how much of it there is;
 * - `replace`: d where d > threshold, b elsewhere.
 */
export function compose(digit: Uint8Array, background: Uint8Array, rule: CompositionRule): Uint8Array {
  const { composition, threshold = 0 } = rule
  return digit.map((d, place) => {
    const b = background[place]!
    if (composition === 'lighten') return Math.max(d, b)
    if (composition === 'over') return d + Math.floor(((255 - d) * b + 127) / 255)
    return d > threshold ? d : b
  })
}
