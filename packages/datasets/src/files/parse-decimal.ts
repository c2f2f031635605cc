/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`))
const [PLUS, MINUS, POINT, ZERO] = [0x2b, 0x2d, 0x2e, 0x30]

/**
 * The double nearest to the decimal number that the bytes from `from` to `to` spell in ASCII: a sign, digits with or
 * without a point, an exponent. NaN for anything else: words, hexadecimal digits, two points, nothing.
 *
 * Up to 15 digits and a power of ten up to 10²² are two exact doubles, so that one multiplication or division rounds
 * once (Clinger 1990); the few others are left to `Number`, many times slower.
 */
export function parseDecimal(bytes: Buffer, from: number, to: number): number {
  let at = from
  const sign = bytes[at]
  if (sign === PLUS || sign === MINUS) at++
  // digits · 10^(zeros − fraction): zeros that nothing but zeros follow are held back, as they cost digits for nothing.
  let [digits, length, zeros, fraction] = [0, 0, 0, 0]
  let [any, point, exact] = [false, false, true]
  for (; at < to; at++) {
    const byte = bytes[at]!
    if (byte === POINT) {
      if (point) return Number.NaN
      point = true
      continue
    }
    const digit = byte - ZERO
    if (digit < 0 || digit > 9) break
    any = true
    if (point) fraction++
    if (digit === 0) {
      if (length > 0) zeros++
    } else {
      length += zeros + 1
      if (length > 15) exact = false
      else digits = digits * POWERS[zeros + 1]! + digit
      zeros = 0
    }
  }
  if (!any) return Number.NaN
  let exponent = 0
  if (at < to) {
    if ((bytes[at]! | 0x20) !== 0x65) return Number.NaN
    const negative = bytes[++at] === MINUS
    if (negative || bytes[at] === PLUS) at++
    if (at >= to) return Number.NaN
    for (; at < to; at++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) return Number.NaN
      exponent = Math.min(10 * exponent + digit, 1e6)
    }
    if (negative) exponent = -exponent
  }
  if (digits === 0 && exact) return 0
  const power = exponent + zeros - fraction
  if (!exact || power < -22 || power > 22) return Number(bytes.toString('latin1', from, to))
  const size = power < 0 ? digits / POWERS[-power]! : digits * POWERS[power]!
  return sign === MINUS ? -size : size
}
