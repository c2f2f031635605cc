/** By name, anything with numbers in it: float32 from tensors on the one side, a float64 reference on the other. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>

/**
 * The worst over names of ‖a − b‖₂ / max(‖a‖₂, ‖b‖₂, floor): one small bias gradient that is wrong does not hide behind
 * a large weight gradient that is right. What is exactly zero on one side and rounding on the other falls below `floor`.
 *
 * @throws RangeError where the two records differ in names or lengths; a NaN anywhere gives NaN
 */
export function relativeError(a: Numbers, b: Numbers, floor = 1e-6): number {
  const names = Object.keys(a).toSorted()
  const others = Object.keys(b).toSorted()
  if (names.join() !== others.join()) throw new RangeError(`the names differ: ${names} and ${others}`)
  return names.reduce((worst, name) => Math.max(worst, ofOne(name, a[name]!, b[name]!, floor)), 0)
}

function ofOne(name: string, a: ArrayLike<number>, b: ArrayLike<number>, floor: number): number {
  if (a.length !== b.length) throw new RangeError(`${name} has ${a.length} numbers in one and ${b.length} in the other`)
  let difference = 0
  let normA = 0
  let normB = 0
  for (let place = 0; place < a.length; place++) {
    difference += (a[place]! - b[place]!) ** 2
    normA += a[place]! ** 2
    normB += b[place]! ** 2
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(normA), Math.sqrt(normB), floor)
}
