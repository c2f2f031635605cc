import { type DataSpec, HourglassError } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { testLoss } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { categoricalLoss } from './categorical.js'
import losses from './index.js'

type Range = readonly [low: number, high: number]

const valuesOf = (levels: number, [low, high]: Range) =>
  Array.from({ length: levels }, (_, g) => low + (g * (high - low)) / (levels - 1))

/** −log softmax of the level nearest to y. */
const negativeLogProbability = (levels: number, range: Range) => (y: number, theta: readonly number[]) => {
  const distances = valuesOf(levels, range).map((value) => Math.abs(value - y))
  const nearest = distances.indexOf(Math.min(...distances))
  const largest = Math.max(...theta)
  return largest + Math.log(theta.reduce((sum, each) => sum + Math.exp(each - largest), 0)) - theta[nearest]!
}

const cases = [
  { levels: 16, range: [0, 1], dimensions: 6 },
  { levels: 2, range: [0, 1], dimensions: 3 },
  { levels: 5, range: [-1, 1], dimensions: 4 },
  { levels: 256, range: [0, 255], dimensions: 2 },
] as const

testLoss(
  losses,
  'categorical',
  cases.flatMap(({ levels, range, dimensions }) => {
    const one = {
      options: { levels },
      data: { dimensions, range } satisfies DataSpec,
      nll: negativeLogProbability(levels, range),
      values: valuesOf(levels, range),
      extremes: [-1000, 50],
    }
    // Any y inside of the range is rounded.
    return levels === 5 ? [one, { ...one, y: range }] : [one]
  }),
)

describe('categoricalLoss', () => {
  let create: (levels: number, range: Range) => ReturnType<typeof categoricalLoss>
  beforeAll(async () => {
    const { random } = await createCpuEngine()
    create = (levels, range) => categoricalLoss(levels, range, random)
  })

  it.each([[[-Infinity, Infinity]], [[0, Infinity]], [[1, 1]], [[Number.NaN, 1]]] as const)(
    'refuses data in %j',
    (range) => {
      expect(() => create(4, range)).toThrow(HourglassError)
      expect(() => create(4, range)).toThrow(expect.objectContaining({ code: 'unbounded-data' }))
    },
  )

  it('parametersFromMean divides the probability between the two neighbouring levels', () => {
    const loss = create(5, [0, 1])
    const p = [...loss.parametersFromMean(tensor2d([[0.3]])).dataSync()].map(Math.exp)
    expect(p).toEqual([0, 0.8, 0.2, 0, 0].map((each) => expect.closeTo(each, 5)))
  })

  it('two levels are a Bernoulli variable with the logit θ⁽²⁾ − θ⁽¹⁾', () => {
    const loss = create(2, [0, 1])
    const theta = tensor2d([[0.4, -1, 1.6, 0.5]])
    const sigma = (logit: number) => 1 / (1 + Math.exp(-logit))
    expect([...loss.mean(theta).dataSync()]).toEqual([expect.closeTo(sigma(1.2), 6), expect.closeTo(sigma(1.5), 6)])
  })
})
