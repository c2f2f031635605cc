import { describe, expect, it } from 'vitest'

import { halfWidth, misordered, PUBLISHED_SVM } from './published-difficulty.mjs'

const at = (name: string, percent: number, examples = 50_000) => ({ name, error: percent / 100, examples })

describe('halfWidth', () => {
  it('is what Table 2 prints beside its errors', () => {
    const printed = Object.entries(PUBLISHED_SVM).map(([name, error]) => [
      name,
      (100 * halfWidth(error / 100, 50_000)).toFixed(2),
    ])
    // The table says .379 for mnist-bg-img, which is no such interval.
    expect(Object.fromEntries(printed)).toEqual({
      'mnist-basic': '0.15',
      'mnist-rot': '0.28',
      'mnist-bg-rand': '0.31',
      'mnist-bg-img': '0.37',
      'mnist-bg-img-rot': '0.44',
      rectangles: '0.13',
      'rectangles-images': '0.37',
    })
  })
})

describe('misordered', () => {
  it('finds nothing amiss in the published errors, nor in a set that is not among them', () => {
    const published = Object.entries(PUBLISHED_SVM).map(([name, error]) => at(name, error))
    expect(misordered([...published, at('convex', 0)])).toEqual([])
  })

  it('tells which sets have changed places', () => {
    const measured = [at('mnist-bg-img', 14), at('mnist-basic', 3), at('mnist-bg-rand', 15)]
    expect(misordered(measured)).toEqual(['mnist-bg-rand before mnist-bg-img'])
  })

  it('lets errors change places that chance alone may part', () => {
    const measured = (examples: number) => [at('mnist-basic', 2.1, examples), at('rectangles', 2.4, examples)]
    expect(misordered(measured(2000))).toEqual([])
    expect(misordered(measured(50_000))).toEqual(['rectangles before mnist-basic'])
  })
})
