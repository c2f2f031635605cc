import { HourglassError } from '@hourglass/core'

import { shown } from './examples.js'

/**
 * Numbers as float32, all of them finite; bytes stay bytes. An array that is float32 already is not copied.
 *
 * @throws HourglassError `invalid-number`: NaN, an infinity, or more than float32 holds, with its place
 */
export function finiteFloats(
  values: Uint8Array | Float32Array | ArrayLike<number>,
  dimensions: number,
  source: string,
): Float32Array | Uint8Array {
  if (values instanceof Uint8Array) return values
  const floats = values instanceof Float32Array ? values : toFloats(values)
  for (let at = 0; at < floats.length; at++) {
    if (Math.abs(floats[at]!) < Infinity) continue
    const [example, number] = [Math.floor(at / dimensions) + 1, (at % dimensions) + 1]
    const value: unknown = values[at]
    const what = typeof value === 'number' && Math.abs(value) < Infinity ? shown(value) : String(value)
    throw new HourglassError('invalid-number', `number ${number} of example ${example} is ${what}`, {
      place: { source },
      expected: 'a finite number within float32, up to 3.4e38',
      remedy: 'leave such examples out, or put a number in its place',
    })
  }
  return floats
}

function toFloats(values: ArrayLike<unknown>): Float32Array {
  const floats = new Float32Array(values.length)
  for (let at = 0; at < floats.length; at++) {
    const value = values[at]
    // `Float32Array.from` would take null and '' for 0.
    floats[at] = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN
  }
  return floats
}
