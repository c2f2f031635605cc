import type { Engine, Key } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { principalAxes, project, unproject } from './principal-axes.js'

/** a·u + b·v + c·w + 7 for every combination: covariance by hand, a, b, c of mean 0 and not correlated. */
function cloud(directions: readonly (readonly number[])[], sizes: readonly number[]): Float32Array {
  const signs = [-1, 1]
  return Float32Array.from(
    signs.flatMap((a) =>
      signs.flatMap((b) =>
        signs.flatMap((c) =>
          directions[0]!.map(
            (u, at) =>
              7 + a * sizes[0]! * u + b * sizes[1]! * directions[1]![at]! + c * sizes[2]! * directions[2]![at]!,
          ),
        ),
      ),
    ),
  )
}

/** Waves over a whole circle are orthogonal; of length 1. */
const waves = (d: number) =>
  [1, 2, 3].map((often) =>
    Array.from({ length: d }, (_, at) => Math.sqrt(2 / d) * Math.cos((2 * Math.PI * often * at) / d)),
  )

describe.each(testEngines())('principalAxes on $name', ({ create }) => {
  let engine: Engine
  let key: Key
  beforeAll(async () => {
    engine = await create()
    key = engine.random.key(1)
  })

  // By the whole covariance, and by a random subspace.
  it.each([9, 301])('finds the directions that %i numbers were made of, largest first', async (d) => {
    const [u, v, w] = waves(d)
    const rows = cloud([v!, w!, u!], [2, 1, 5])
    const found = principalAxes(rows, d, 2, engine, key)
    for (let at = 0; at < d; at++) {
      expect(found.mean[at]).toBeCloseTo(7, 5)
      // The first entry of each wave is its largest, and positive.
      expect(found.axes[2 * at]).toBeCloseTo(u![at]!, 4)
      expect(found.axes[2 * at + 1]).toBeCloseTo(v![at]!, 4)
    }
    expect(found.variances[0]).toBeCloseTo(25, 3)
    expect(found.variances[1]).toBeCloseTo(4, 3)
    expect(found.totalVariance).toBeCloseTo(30, 3)

    const places = project(found, rows)
    for (let row = 0; row < 8; row++) {
      expect(Math.abs(places[2 * row]!)).toBeCloseTo(5, 3)
      expect(Math.abs(places[2 * row + 1]!)).toBeCloseTo(2, 3)
    }
    // What is lost is the third direction, of size 1.
    const back = unproject(found, places)
    for (let at = 0; at < rows.length; at++)
      expect(Math.abs(back[at]! - rows[at]!)).toBeCloseTo(Math.abs(w![at % d]!), 3)
    expect(
      await leakedTensors(engine, () => unproject(found, project(principalAxes(rows, d, 2, engine, key), rows))),
    ).toBe(0)
  })

  it('is whole where there are as many axes as numbers, and takes fewer directions than axes', () => {
    const rows = cloud(
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
      ],
      [3, 2, 1],
    )
    const found = principalAxes(rows, 4, 4, engine, key)
    expect(found.variances.map((variance) => Number(variance.toFixed(4)))).toEqual([9, 4, 1, 0])
    unproject(found, project(found, rows)).forEach((value, at) => expect(value).toBeCloseTo(rows[at]!, 4))
    const line = principalAxes(cloud([waves(300)[0]!, waves(300)[1]!, waves(300)[2]!], [1, 0, 0]), 300, 3, engine, key)
    expect(line.axes.every(Number.isFinite)).toBe(true)
    expect(line.variances[1]).toBeCloseTo(0, 4)
  })
})
