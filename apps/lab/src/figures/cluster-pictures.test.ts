import { CLUSTER_CENTRES, type Engine } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { clusterPictures } from './cluster-pictures.js'
import { codeScatter } from './code-scatter.js'
import { QUARTERS, toyScene, toySubject } from './scene.fixture.js'

// Two clusters in the plane of the first two pixels, and a centre without examples.
const rows = [
  [0.1, 0, 0, 0],
  [0.9, 1, 0, 0],
  [0.4, 0, 0, 0],
  [0.2, 0, 0, 0],
  [1, 1, 0, 0],
]
const labels = [3, 1, 3, 5, 1]
const CENTRES = [
  [0.1, 0, 0, 0.5],
  [1, 1, 0, 0.5],
  [-9, -9, 9, 9],
]

describe.each(testEngines())('clusters on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  const scene = (withCentres = true, own: readonly number[] | undefined = labels) => {
    const subject = toySubject(engine, { rows, image: QUARTERS, ...(own && { labels: own }) })
    return toyScene(subject, withCentres ? { [CLUSTER_CENTRES]: tensor2d(CENTRES) } : {})
  }

  it('shows each centre decoded, then its examples, nearest first', async () => {
    const toy = scene()
    const [figure] = clusterPictures(toy)
    expect(await leakedTensors(engine, () => clusterPictures(toy))).toBe(0)
    expect(figure!.columns).toBe(12)
    expect(figure!.rowLabels).toEqual(['3, 67 % are 3', '2, 100 % are 1', '0'])
    const picture = (row: number, column: number) => {
      const at = 4 * (12 * row + column)
      return Array.from(figure!.pixels.subarray(at, at + 4), (value) => Number(value.toFixed(5)))
    }
    expect(picture(0, 0)).toEqual(CENTRES[0])
    expect([1, 2, 3, 4].map((column) => picture(0, column))).toEqual([rows[0], rows[3], rows[2], [0, 0, 0, 0]])
    expect([0, 1, 2].map((column) => picture(1, column))).toEqual([CENTRES[1], rows[4], rows[1]])
    expect(picture(2, 1)).toEqual([0, 0, 0, 0])
  })

  it('says no class where there are no labels, and is nothing without centres', () => {
    const subject = toySubject(engine, { rows, image: QUARTERS })
    const [figure] = clusterPictures(toyScene(subject, { [CLUSTER_CENTRES]: tensor2d(CENTRES) }))
    expect(figure!.rowLabels).toEqual(['3', '2', '0'])
    expect(figure!.caption).not.toContain('class')
    expect(clusterPictures(scene(false))).toEqual([])
  })

  it('marks the centres among the codes, which are grouped by class', () => {
    const [scatter] = codeScatter(scene())
    expect(scatter!.groups.map(({ label, points }) => [label, points.length])).toEqual([
      ['1', 2],
      ['3', 2],
      ['5', 1],
    ])
    expect(scatter!.marks!.points).toHaveLength(3)
    for (const [x, y] of [...scatter!.groups.flatMap(({ points }) => points), ...scatter!.marks!.points]) {
      expect(x).toBeGreaterThan(scatter!.x[0])
      expect(x).toBeLessThan(scatter!.x[1])
      expect(y).toBeGreaterThan(scatter!.y[0])
      expect(y).toBeLessThan(scatter!.y[1])
    }
    expect(codeScatter(scene(false))[0]).not.toHaveProperty('marks')
  })
})
