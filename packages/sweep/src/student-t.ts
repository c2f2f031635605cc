/**
 * P(|T| < t) for Student's T with n degrees of freedom, a whole number, by the closed form: with θ = arctan(t/√n),
 *
 *   n = 1:    2θ/π
 *   n odd:    (2/π)[θ + sin θ (cos θ + ⅔ cos³θ + … + (2·4⋯(n−3))/(1·3⋯(n−2)) cosⁿ⁻²θ)]
 *   n even:   sin θ [1 + ½ cos²θ + (1·3)/(2·4) cos⁴θ + … + (1·3⋯(n−3))/(2·4⋯(n−2)) cosⁿ⁻²θ]
 *
 * Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
 */
export function studentCentralProbability(t: number, n: number): number {
  const theta = Math.atan(t / Math.sqrt(n))
  const cosine = Math.cos(theta)
  const odd = n % 2 === 1
  let term = odd ? cosine : 1
  let sum = n === 1 ? 0 : term
  for (let k = odd ? 3 : 2; k <= n - 2; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2
    sum += term
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum
}

/**
 * The t with P(|T| < t) = probability, by bisection.
 *
 * @throws RangeError where the probability is not in (0, 1) or n not a whole number from 1 on
 */
export function studentQuantile(probability: number, n: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`${probability} is no probability in (0, 1)`)
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`${n} is no number of degrees of freedom`)
  let [low, high] = [0, 1]
  while (studentCentralProbability(high, n) < probability) high *= 2
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (studentCentralProbability(middle, n) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
