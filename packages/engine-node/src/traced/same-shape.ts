/** Whether two shapes are the same. Runs for every tensor of every step: a plain loop. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}
