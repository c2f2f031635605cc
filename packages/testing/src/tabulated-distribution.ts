/** A distribution of one number, in float64: −log p at many places, each with its share of the axis. */
export interface TabulatedDistribution {
  readonly y: Float64Array
  /** What p is multiplied by for a probability: 1 for a value, the width of its cell for a point of an interval. */
  readonly width: number
  /** p(y)·width. */
  readonly probability: Float64Array
  /** Σ p·width, 1 but for the rule's error. */
  readonly mass: number
  readonly mean: number
  readonly variance: number
  /** E(y − mean)⁴. */
  readonly fourthMoment: number
  /** E[−log p]. */
  readonly entropy: number
  /** P(Y ≤ y); of a continuous distribution, straight within a cell. */
  cdf(y: number): number
}

/** What y ranges over: listed values, or an interval, cut into cells that are taken by their middles. */
export type Axis = { readonly values: readonly number[] } | { readonly interval: readonly [low: number, high: number] }

const CELLS = 10_000
/** Where p is e⁻⁴⁵ of its highest, nothing is left that float64 could add. */
const NEGLIGIBLE = 45

export function pointsOf(axis: Axis): { readonly y: Float64Array; readonly width: number } {
  if ('values' in axis) return { y: Float64Array.from(axis.values), width: 1 }
  const [low, high] = axis.interval
  const width = (high - low) / CELLS
  return { y: Float64Array.from({ length: CELLS }, (_, cell) => low + (cell + 0.5) * width), width }
}

/** The midpoint rule: error O(width²), and far less where p is smooth and fades out at both ends. */
export function tabulate(nll: (y: number) => number, axis: Axis): TabulatedDistribution {
  const { y, width } = pointsOf(axis)
  const cost = y.map((value) => nll(value))
  const probability = cost.map((each) => Math.exp(-each) * width)
  const expectation = (f: (place: number) => number) =>
    probability.reduce((sum, p, place) => (p === 0 ? sum : sum + p * f(place)), 0)
  const mean = expectation((place) => y[place]!)
  const below = new Float64Array(y.length + 1)
  probability.forEach((p, place) => (below[place + 1] = below[place]! + p))
  return {
    y,
    width,
    probability,
    mass: below[y.length]!,
    mean,
    variance: expectation((place) => (y[place]! - mean) ** 2),
    fourthMoment: expectation((place) => (y[place]! - mean) ** 4),
    entropy: expectation((place) => cost[place]!),
    cdf(value) {
      if ('values' in axis) return probability.reduce((sum, p, place) => (y[place]! <= value ? sum + p : sum), 0)
      const cells = Math.min(Math.max((value - axis.interval[0]) / width, 0), y.length)
      const whole = Math.min(Math.floor(cells), y.length - 1)
      return below[whole]! + probability[whole]! * (cells - whole)
    },
  }
}

/**
 * The part of the support that holds all but nothing of a density with one peak: from the peak outwards until p is e⁻⁴⁵
 * of its highest.
 */
export function intervalOf(nll: (y: number) => number, [low, high]: readonly [number, number]): [number, number] {
  const peak = peakOf(nll, low, high)
  const threshold = nll(peak) + NEGLIGIBLE
  const gone = (y: number) => !(nll(y) < threshold)
  const end = (direction: 1 | -1, limit: number) => {
    for (let step = 1e-6 * Math.max(1, Math.abs(peak)); step < 1e12; step *= 2) {
      if (direction * (peak + direction * step - limit) >= 0) return limit
      if (!gone(peak + direction * step)) continue
      // Between the last two steps.
      let [inside, outside] = [peak + direction * (step / 2), peak + direction * step]
      for (let halving = 0; halving < 20; halving++) {
        const middle = (inside + outside) / 2
        if (gone(middle)) outside = middle
        else inside = middle
      }
      return outside
    }
    throw new RangeError('the density does not fade out: give the case an `interval`')
  }
  return [end(-1, low), end(1, high)]
}

/** The least of many places, close together around 0, then the least around it. */
function peakOf(nll: (y: number) => number, low: number, high: number): number {
  const cost = (y: number) => (y < low || y > high || Number.isNaN(nll(y)) ? Number.POSITIVE_INFINITY : nll(y))
  const grid = Array.from({ length: 4001 }, (_, place) => Math.sinh((place - 2000) / 120))
  const finite = [low, high].filter((y) => Number.isFinite(y))
  const inside =
    finite.length === 2 ? Array.from({ length: 1001 }, (_, place) => low + ((high - low) * place) / 1000) : []
  const places = [...grid, ...finite, ...inside].filter((y) => y >= low && y <= high).toSorted((a, b) => a - b)
  const best = places.reduce((best, y, place) => (cost(y) < cost(places[best]!) ? place : best), 0)
  let [left, right] = [places[Math.max(best - 1, 0)]!, places[Math.min(best + 1, places.length - 1)]!]
  for (let step = 0; step < 200; step++) {
    const [a, b] = [left + (right - left) / 3, right - (right - left) / 3]
    if (cost(a) < cost(b)) right = b
    else left = a
  }
  return (left + right) / 2
}
