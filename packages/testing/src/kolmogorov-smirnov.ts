export interface KolmogorovSmirnov {
  /** D = sup_x |F_n(x) − F(x)|. */
  readonly distance: number
  /** P(D or more | the sample is drawn from F), asymptotic; good from n = 5 on. */
  readonly pValue: number
}

/**
 * The two-sided one-sample Kolmogorov–Smirnov test of a sample against a continuous distribution function F.
 *
 * P = Q((√n + 0.12 + 0.11/√n)·D). Source: Stephens 1970, "Use of the Kolmogorov–Smirnov, … Statistics Without Extensive
 * Tables", J. R. Stat. Soc. B 32.
 */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): KolmogorovSmirnov {
  const sorted = Float64Array.from(sample).toSorted()
  const n = sorted.length
  let distance = 0
  sorted.forEach((x, place) => {
    const probability = cdf(x)
    distance = Math.max(distance, (place + 1) / n - probability, probability - place / n)
  })
  const root = Math.sqrt(n)
  return { distance, pValue: kolmogorovSurvival((root + 0.12 + 0.11 / root) * distance) }
}

/**
 * Q(λ) = 1 − K(λ) = 2 Σ_{j≥1} (−1)^{j−1} e^{−2j²λ²}, K being the limit distribution of √n·D.
 *
 * Source: Kolmogorov 1933; Smirnov 1948, "Table for Estimating the Goodness of Fit of Empirical Distributions".
 */
export function kolmogorovSurvival(lambda: number): number {
  // Below this Q is 1 in float64, and the alternating series converges too slowly to say so.
  if (lambda < 0.15) return 1
  let sum = 0
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * (j * lambda) ** 2)
  return Math.min(1, Math.max(0, sum))
}
