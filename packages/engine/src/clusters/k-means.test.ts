import type { Engine } from '@hourglass/core'
import { memory, type Rank } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { createCpuEngine } from '../cpu-engine.js'
import { free } from '../free.js'
import { createWasmEngine } from '../wasm-engine.js'
import { inBlocks, leastWithin, withinOf } from './brute-force.fixture.js'
import { kMeans, type KMeansOptions } from './k-means.js'

/** Four by three overlapping groups on two curves, 60 points. */
const sixty = Array.from({ length: 60 }, (_, i) => [
  3 * Math.sin(1.7 * i) + 5 * (i % 4),
  2 * Math.cos(2.3 * i) - 4 * (i % 3),
])

describe.each([
  { name: 'cpu', create: createCpuEngine },
  { name: 'wasm', create: createWasmEngine },
])('kMeans on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  function clustered(
    rows: readonly (readonly number[])[],
    { seed = 1, block = 7, ...options }: Partial<KMeansOptions> & { clusters: number; seed?: number; block?: number },
  ) {
    const points = inBlocks(rows, block)
    const key = engine.random.key(seed)
    const { centres, ...found } = kMeans(engine.random, points, { key, ...options })
    const read = { ...found, centres: centres.arraySync() }
    free(...points, key, centres)
    return read
  }

  it.each([
    [5, 1],
    [6, 2],
    [8, 3],
    [9, 4],
  ])('finds the best of all ways to part %i points into %i clusters', (size, k) => {
    for (let seed = 0; seed < 8; seed++) {
      const drawn = engine.random.normal<Rank.R2>(engine.random.key(`points ${seed}`), [size, 2]).arraySync()
      const least = leastWithin(drawn, k)
      const found = clustered(drawn, { clusters: k, restarts: 60, seed })
      expect(found.within / least, `seed ${seed}`).toBeCloseTo(1, 5)
      expect(withinOf(drawn, found.assignments) / least, `seed ${seed}`).toBeCloseTo(1, 5)
    }
  })

  // scikit-learn 1.9.1: KMeans(k, n_init=200, random_state=0).fit(x).inertia_ with, for i = 0 … 59, the rows
  // x = np.stack([np.sin(1.7*i)*3 + 5*(i%4), np.cos(2.3*i)*2 - 4*(i%3)], 1).
  it.each([
    [2, 1336.8223],
    [3, 962.34344],
    [4, 693.24194],
    [7, 335.19562],
  ])('comes to what scikit-learn does for k = %i', (k, inertia) => {
    expect(clustered(sixty, { clusters: k, restarts: 100 }).within / inertia).toBeCloseTo(1, 4)
  })

  it('never makes the objective greater from one iteration to the next, and ends where nothing changes', () => {
    for (let seed = 0; seed < 5; seed++) {
      const end = clustered(sixty, { clusters: 6, restarts: 1, seed })
      const within = Array.from(
        { length: end.iterations },
        (_, i) => clustered(sixty, { clusters: 6, restarts: 1, seed, iterations: i + 1 }).within,
      )
      for (const [place, value] of within.entries())
        if (place > 0) expect(value).toBeLessThanOrEqual(within[place - 1]! * (1 + 1e-6))
      expect(within.length).toBeGreaterThan(2)
      expect(within.at(-1)).toBe(end.within)
      expect(withinOf(sixty, end.assignments) / end.within).toBeCloseTo(1, 5)
    }
  })

  it('has the same clusters far from the origin, and however the rows are cut into blocks', () => {
    const far = sixty.map((row) => row.map((value) => value + 1000))
    const near = clustered(sixty, { clusters: 4 })
    expect(clustered(far, { clusters: 4 }).assignments).toEqual(near.assignments)
    expect(clustered(sixty, { clusters: 4, block: 60 }).assignments).toEqual(near.assignments)
  })

  it('gives the same for the same key, and another beginning for another', () => {
    const once = { clusters: 7, restarts: 1, iterations: 1 }
    expect(clustered(sixty, once)).toEqual(clustered(sixty, once))
    expect(clustered(sixty, { ...once, seed: 2 }).centres).not.toEqual(clustered(sixty, once).centres)
  })

  it('leaves no cluster empty though there be fewer different points than clusters', () => {
    const rows = [...Array.from({ length: 5 }, () => [1, 1]), [4, 5]]
    const { centres, within } = clustered(rows, { clusters: 3 })
    expect(within).toBe(0)
    expect(new Set(centres.map(String))).toEqual(new Set(['1,1', '4,5']))
  })

  it('makes each point a cluster where there are as many', () => {
    const { within, assignments } = clustered(sixty.slice(0, 6), { clusters: 6 })
    expect(within).toBe(0)
    expect([...assignments].toSorted()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('refuses more clusters than points, and points that are not finite', () => {
    expect(() => clustered([[1], [2]], { clusters: 3 })).toThrow(
      expect.objectContaining({ code: 'too-few-examples' }) as Error,
    )
    expect(() => clustered([[1], [Number.NaN], [2]], { clusters: 2 })).toThrow(
      expect.objectContaining({ code: 'not-finite' }) as Error,
    )
  })

  it('leaves no tensor behind but the centres', () => {
    const points = inBlocks(sixty, 9)
    const key = engine.random.key(3)
    const before = memory().numTensors
    const { centres } = kMeans(engine.random, points, { clusters: 5, key })
    expect(memory().numTensors).toBe(before + 1)
    free(centres, key, ...points)
  })
})
