/**
 * Compares names as people order them: runs of digits by their number (`7.png` before `10.png`), all else by its
 * characters. The same on every machine, whatever its language; names that differ are never equal.
 */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    // Every second piece is digits; too long ones for a double are compared by length, then by character.
    const [one, other] =
      i % 2 === 1 ? [left[i]!.replace(/^0+/, ''), right[i]!.replace(/^0+/, '')] : [left[i]!, right[i]!]
    if (i % 2 === 1 && one.length !== other.length) return one.length - other.length
    if (one !== other) return one < other ? -1 : 1
  }
  return left.length - right.length || (a === b ? 0 : a < b ? -1 : 1)
}
