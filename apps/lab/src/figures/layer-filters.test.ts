import type { Engine, Layer } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { layerFilters, linearFilters } from './layer-filters.js'
import { QUARTERS, toyScene, toySubject } from './scene.fixture.js'

const layer = (inputs: number, units: number, weights: string): Layer =>
  ({ inputs, units, weights, bias: 'b', activation: {} }) as unknown as Layer
const LAYERS = [layer(4, 3, 'W1'), layer(3, 2, 'W2'), layer(2, 1, 'W3')]

describe.each(testEngines())('filters on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  const params = () => ({
    W1: tensor2d([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 1],
    ]),
    W2: tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    W3: tensor2d([[10], [-1]]),
  })

  it('of upper layers are the columns of the product of the weights', async () => {
    const W = params()
    expect([...linearFilters(LAYERS.slice(0, 1), W, 2)]).toEqual([1, 0, 0, 1, 0, 1, 0, 1])
    // W₁W₂ = [[1, 2], [3, 4], [5, 6], [9, 12]].
    expect([...linearFilters(LAYERS.slice(0, 2), W, 2)]).toEqual([1, 3, 5, 9, 2, 4, 6, 12])
    expect([...linearFilters(LAYERS.slice(0, 2), W, 1)]).toEqual([1, 3, 5, 9])
    expect([...linearFilters(LAYERS, W, 1)]).toEqual([8, 26, 44, 78])
    expect(await leakedTensors(engine, () => linearFilters(LAYERS, W, 1))).toBe(0)
  })

  it('are a figure for each layer', () => {
    const subject = toySubject(engine, {
      rows: [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
      image: QUARTERS,
    })
    const scene = toyScene(subject)
    const model = (encoderLayers: readonly Layer[]) => ({
      ...scene,
      params: params(),
      subject: { ...subject, model: { ...subject.model, encoderLayers } },
    })
    const figures = layerFilters(model(LAYERS))
    expect(figures.map(({ file }) => file)).toEqual(['filters.png', 'filters-2.png', 'filters-3.png'])
    expect(figures.map(({ pixels }) => pixels.length / 4)).toEqual([3, 2, 1])
    expect(figures[2]!.caption).toContain('W₁W₂W₃')
    expect(layerFilters(model([]))).toEqual([])
    expect(layerFilters(model([layer(9, 3, 'W1')]))).toEqual([])
  })

  it('are at most a hundred', () => {
    const subject = toySubject(engine, {
      rows: [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
      image: QUARTERS,
    })
    const wide = { ...subject, model: { ...subject.model, encoderLayers: [layer(4, 101, 'W1')] } }
    const W1 = tensor2d(Array.from({ length: 4 }, () => Array.from({ length: 101 }, (_, unit) => unit)))
    const [figure] = layerFilters({ ...toyScene(subject), subject: wide, params: { W1 } })
    expect(figure!.pixels.length).toBe(400)
    expect(figure!.pixels[399]).toBe(99)
    expect(figure!.caption).toContain('the first 100 of 101 units')
  })
})
