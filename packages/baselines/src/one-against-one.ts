/** All pairs of classes, (0, 1), (0, 2), …: k(k − 1)/2 of them. */
export function classPairs(classes: readonly number[]): readonly (readonly [number, number])[] {
  return classes.flatMap((first, place) => classes.slice(place + 1).map((second) => [first, second] as const))
}

/**
 * One class for each row of decision values, [n, pairs] row-major: a pair votes for its first class where its value is
 * above 0, else for its second; the class with most votes wins, of equals the one that comes first.
 *
 * Source: Chang and Lin, LIBSVM, §7.
 */
export function electClasses(decisions: ArrayLike<number>, pairs: readonly (readonly [number, number])[]): Uint8Array {
  const elected = new Uint8Array(decisions.length / pairs.length)
  const votes = new Uint32Array(Math.max(...pairs.flat()) + 1)
  for (let example = 0; example < elected.length; example++) {
    votes.fill(0)
    for (const [place, [first, second]] of pairs.entries())
      votes[decisions[example * pairs.length + place]! > 0 ? first : second]!++
    elected[example] = votes.indexOf(Math.max(...votes))
  }
  return elected
}
