import { createHash } from 'node:crypto'

import { correlation, kolmogorovSmirnov, normalCdf } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { distances, noiseOf, pointsOf, trainPoints } from './drawn-examples.fixture.js'
import { noisyCircle, noisyCircleOptions } from './noisy-circle.js'
import { swissRoll, swissRollOptions } from './swiss-roll.js'
import { twoMoons, twoMoonsOptions } from './two-moons.js'

const sets = [
  ['noisy-circle', (options: object) => noisyCircle(noisyCircleOptions.parse(options))],
  ['two-moons', (options: object) => twoMoons(twoMoonsOptions.parse(options))],
  ['swiss-roll', (options: object) => swissRoll(swissRollOptions.parse(options))],
  ['swiss-roll in 3', (options: object) => swissRoll(swissRollOptions.parse({ dimensions: 3, ...options }))],
] as const

describe.each(sets)('%s', (_, create) => {
  it('has noise that is N(0, σ²) in each dimension, unrelated between them', async () => {
    const noise = await noiseOf((sigma) => create({ noise: sigma }), 0.125)
    const dimensions = noise[0]!.map((_, place) => noise.map((point) => point[place]!))
    for (const [place, draws] of dimensions.entries()) {
      expect(kolmogorovSmirnov(draws, normalCdf).pValue).toBeGreaterThan(1e-4)
      for (const other of dimensions.slice(0, place))
        expect(Math.abs(correlation(draws, other)) * Math.sqrt(draws.length)).toBeLessThan(4)
    }
  })

  it('has a range that the shape and the noise fit into, and no wider one without noise', async () => {
    expect((await create({ noise: 0 }).load()).spec.range).toEqual([-1, 1])
    const { spec, ...rest } = await create({ noise: 0.1 }).load()
    const farthest = Math.max(
      ...trainPoints({ spec, ...rest })
        .flat()
        .map(Math.abs),
    )
    expect(spec.range[1]).toBeCloseTo(1 + 0.666, 3)
    expect(farthest).toBeGreaterThan(1)
    expect(farthest).toBeLessThan(spec.range[1])
  })

  it('has the first examples of a larger set in a smaller one', async () => {
    const [large, small] = [await create({}).load(), await create({ train: 7, test: 3 }).load()]
    expect(small.train.rows([0, 6])).toEqual(large.train.rows([0, 6]))
    expect(small.test.rows([2])).toEqual(large.test.rows([2]))
    expect(small.train.size).toBe(7)
  })

  it('is another set with another seed', async () => {
    const [one, two] = [await create({ seed: 1 }).load(), await create({ seed: 2 }).load()]
    expect(one.hashes['examples']).not.toBe(two.hashes['examples'])
    const seen = new Set(trainPoints(one).map(String))
    expect(trainPoints(two).filter((point) => seen.has(String(point)))).toEqual([])
  })

  it('hashes the float32 bytes of train, validation and test after each other', async () => {
    const { hashes, train, validation, test, spec } = await create({ train: 2, validation: 1, test: 1 }).load()
    const bytes = [...train.rows([0, 1]), ...validation.rows([0]), ...test.rows([0])].map((number) => {
      const four = Buffer.alloc(4)
      four.writeFloatLE(number)
      return four
    })
    expect(hashes['examples']).toBe(createHash('sha256').update(Buffer.concat(bytes)).digest('hex'))
    const labels = createHash('sha256')
      .update(Uint8Array.of(0, 1, 0, 0))
      .digest('hex')
    expect(hashes['labels']).toBe(spec.classes === undefined ? undefined : labels)
  })
})

describe.each(sets.slice(0, 3))('%s with its defaults', (_, create) => {
  it('comes to the published bytes, and claims to know nothing of others', async () => {
    const { published, load } = create({})
    expect(published).toHaveProperty('examples')
    expect((await load()).hashes).toEqual(published)
    for (const options of [{ seed: 5 }, { train: 10 }, { noise: 0.03 }])
      expect(create(options).published).toBeUndefined()
  })
})

it.each(sets.slice(0, 3))('%s: the mean squared distance to the manifold is σ²', async (_, create) => {
  const sigma = 0.02
  const dataset = await create({ noise: sigma }).load()
  const manifold = pointsOf(dataset.manifold!, 2)
  const squares = distances(trainPoints(dataset), manifold).map((distance) => (distance / sigma) ** 2)
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length
  // χ² of the one direction across the curve: its mean has the standard error √(2/5000) = 0.02. Less than 2 in 100
  // points lie beyond an end or see the curve bend.
  expect(Math.abs(mean - 1)).toBeLessThan(0.1)
})

it('classes take turns', async () => {
  const { train } = await twoMoons(twoMoonsOptions.parse({ train: 5 })).load()
  expect([...train.labels!]).toEqual([0, 1, 0, 1, 0])
})
