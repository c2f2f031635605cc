/**
 * Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), the standard normal distribution function, to about 10⁻¹⁵ absolute.
 *
 * Source: Marsaglia 2004, "Evaluating the Normal Distribution", J. Stat. Softw. 11(4).
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0
  let term = x
  let sum = x
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI)
}
