/** x̄ = Σ x_i / n. */
export function mean(sample: ArrayLike<number>): number {
  let sum = 0
  for (let place = 0; place < sample.length; place++) sum += sample[place]!
  return sum / sample.length
}

/** s² = Σ (x_i − x̄)² / (n − 1), in two passes, which keep the digits that Σx² − nx̄² would lose. */
export function variance(sample: ArrayLike<number>): number {
  const centre = mean(sample)
  let sum = 0
  for (let place = 0; place < sample.length; place++) sum += (sample[place]! - centre) ** 2
  return sum / (sample.length - 1)
}
