/** cos and sin of an angle. */
export interface Turn {
  readonly cos: number
  readonly sin: number
}

/** π/4 in float64. */
const EIGHTH = Math.PI / 4

/** 1/k! with alternating signs: of the even powers for the cosine, of the odd ones for the sine; the last is below 2⁻⁵³. */
const COSINE = alternatingFactorials(0)
const SINE = alternatingFactorials(1)

/**
 * cos 2πu and sin 2πu, to about 10⁻¹⁶, and exact at quarter turns; u ∈ [0, 1). `Math.cos` may differ in its last bit
 * from one version of V8 to the next; this is made of + and × alone, which may not, so that rotated pictures are the same
 * bytes everywhere.
 *
 * The Taylor series within an eighth of a turn about the nearest quarter.
 */
export function turn(u: number): Turn {
  const quarter = Math.floor(4 * u + 0.5)
  const x = (8 * u - 2 * quarter) * EIGHTH
  const [cos, sin] = [series(COSINE, x), x * series(SINE, x)]
  return [
    { cos, sin },
    { cos: -sin, sin: cos },
    { cos: -cos, sin: -sin },
    { cos: sin, sin: -cos },
  ][quarter % 4]!
}

/** Σ c_j x^(2j), the small terms first. */
function series(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * (x * x) + coefficient, 0)
}

function alternatingFactorials(from: number): number[] {
  const coefficients = [1]
  for (let k = from + 2; k <= 18 + from; k += 2) coefficients.push(-coefficients.at(-1)! / (k * (k - 1)))
  return coefficients
}
