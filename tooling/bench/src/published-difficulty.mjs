// What the papers say of how hard each set is, and how close another measurement comes.

/** Test error in % of the SVM with an RBF kernel, on 50,000 examples: Rifai et al. 2011, Table 2. */
export const PUBLISHED_SVM = {
  'mnist-basic': 3.03,
  'mnist-rot': 11.11,
  'mnist-bg-rand': 14.58,
  'mnist-bg-img': 22.61,
  'mnist-bg-img-rot': 55.18,
  rectangles: 2.15,
  'rectangles-images': 24.04,
}

/** Half the width of the 95 % interval of an error p measured on n examples: 1.96 √(p(1 − p)/n). */
export function halfWidth(p, n) {
  return 1.96 * Math.sqrt((p * (1 - p)) / n)
}

/**
 * Pairs of measurements, `{ name, error, examples }`, that are not in the order of the published errors: told as
 * `a before b`, the published order, where a's error is larger by more than both intervals allow.
 */
export function misordered(measured) {
  const known = measured
    .filter(({ name }) => PUBLISHED_SVM[name] !== undefined)
    .toSorted((a, b) => PUBLISHED_SVM[a.name] - PUBLISHED_SVM[b.name])
  return known.flatMap((easier, place) =>
    known.slice(place + 1).flatMap((harder) => {
      const noise = Math.hypot(halfWidth(easier.error, easier.examples), halfWidth(harder.error, harder.examples))
      return easier.error - harder.error > noise ? [`${easier.name} before ${harder.name}`] : []
    }),
  )
}
