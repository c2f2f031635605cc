import type { Dataset, DatasetSource } from '@hourglass/core'

/** All examples of the train split as points. */
export function trainPoints({ spec, train }: Dataset): number[][] {
  const rows = train.rows(Int32Array.from({ length: train.size }, (_, place) => place))
  return pointsOf(rows, spec.dimensions)
}

export function pointsOf(numbers: Float32Array, dimensions: number): number[][] {
  return Array.from({ length: numbers.length / dimensions }, (_, place) => [
    ...numbers.subarray(place * dimensions, (place + 1) * dimensions),
  ])
}

/** The noise itself: with another σ a set has the same points of the manifold and the same draws. */
export async function noiseOf(create: (noise: number) => DatasetSource, sigma: number): Promise<number[][]> {
  const [clean, noisy] = [trainPoints(await create(0).load()), trainPoints(await create(sigma).load())]
  return noisy.map((point, example) => point.map((number, place) => (number - clean[example]![place]!) / sigma))
}

/** From each point to the nearest of others. */
export function distances(points: readonly number[][], others: readonly number[][]): number[] {
  return points.map((point) =>
    Math.sqrt(
      others.reduce(
        (least, other) =>
          Math.min(
            least,
            other.reduce((sum, number, place) => sum + (number - point[place]!) ** 2, 0),
          ),
        Infinity,
      ),
    ),
  )
}
