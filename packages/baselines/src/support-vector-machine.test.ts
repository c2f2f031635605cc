import type { BaselineContext, Engine, Split } from '@hourglass/core'
import { testBaseline, testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import baselines, { supportVectorMachine } from './index.js'
import { contextOf } from './plane.fixture.js'
import type { SupportVectorMachineOptions } from './support-vector-machine.js'
import { labelledSplit } from './three-classes.fixture.js'

testBaseline(baselines, 'svm', [
  { options: { gammas: [1, 4], costs: [10] }, does: ['classify'], wrong: 0.1, takesTime: true },
  {
    ...{ options: { kernel: 'linear', costs: [10], train: 100, retrain: true }, does: ['classify'] },
    ...{ label: 'linear SVM (100 examples), C = 10', data: { dimensions: 4, range: [-3, 5] } },
  },
])

/** Exclusive or: the class is whether the signs of two numbers of variance 2 differ. */
const exclusiveOr = (first: number, size: number): Split => {
  const points = Array.from({ length: size }, (_, i) => [
    2 * Math.sin((first + i) * 1.9),
    2 * Math.cos((first + i) * 2.6),
  ])
  return labelledSplit(
    points,
    points.map(([u, v]) => (u! * v! > 0 ? 0 : 1)),
  )
}

describe.each(testEngines())('the baseline svm on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  const context = (more: Partial<BaselineContext> = {}) => {
    const splits = { train: exclusiveOr(0, 150), validation: exclusiveOr(150, 60), test: exclusiveOr(210, 100) }
    const spec = { dimensions: 2, range: [-2, 2], classes: 2 } as const
    return contextOf(engine, { dataset: { name: 'xor', spec, ...splits, hashes: {} }, ...more })
  }
  const options: SupportVectorMachineOptions = {
    kernel: 'rbf',
    gammas: [0.01, 4],
    costs: [10],
    train: 1000,
    retrain: false,
  }
  const fit = (more: Partial<SupportVectorMachineOptions> = {}, beside: Partial<BaselineContext> = {}) =>
    supportVectorMachine({ ...options, ...more }).fit(context(beside))

  it('takes γ in multiples of 1/(d·Var), and says what it has chosen', async () => {
    const fitted = await fit()
    // The variance of 2 sin is 2, so that 1/(d·Var) is ¼; the broad kernel, like a line, cannot tell the classes.
    expect(fitted.label).toBe('RBF-SVM, C = 10, γ = 1')
    const [first, ...others] = fitted.notes!
    expect(first).toMatch(/^C and γ = 4\/\(d·Var\) chosen on validation of 2, error \d+\.\d\d %; \d+ support vectors$/)
    expect(others).toEqual([])
    const said = Array.from(fitted.classify!(exclusiveOr(210, 100)))
    expect(said.filter((value, i) => value !== exclusiveOr(210, 100).labels![i]).length).toBeLessThan(10)
  })

  it('says where it has seen but the first examples, and where the choice lies at the edge', async () => {
    const { label, notes } = await fit({ train: 100, gammas: [0.001, 0.01, 4] })
    expect(label).toMatch(/^RBF-SVM \(100 examples\), C = 10, γ = /)
    expect(notes).toContain('trained on the first 100 of 150 training examples')
    expect(notes).toContain('the choice lies at the edge of its grid: a better one may lie beyond')
  })

  it('learns from the first examples alone', async () => {
    const { dataset } = context()
    // From the 101st on every label is wrong.
    const labels = dataset.train.labels!.map((label, place) => (place < 100 ? label : 1 - label))
    const misled = { ...dataset, train: { ...dataset.train, labels } }
    const cut = { ...dataset, train: exclusiveOr(0, 100) }
    const [ofMisled, ofCut] = [await fit({ train: 100 }, { dataset: misled }), await fit({}, { dataset: cut })]
    const asked = exclusiveOr(210, 100)
    expect(ofMisled.classify!(asked)).toEqual(ofCut.classify!(asked))
    expect(ofMisled.notes![0]).toBe(ofCut.notes![0]!)
  })

  it('learns from validation too where it is to', async () => {
    const { notes } = await fit({ retrain: true })
    expect(notes).toContain('the chosen one was trained once more, on train and validation')
  })

  it('warns of products that round', async () => {
    const { notes } = await fit({}, { engine: { ...engine, facts: { ...engine.facts, precision: 'fast' } } })
    expect(notes!.join()).toContain('--precision strict')
  })

  it('is refused for data without labels', () => {
    const check = () => supportVectorMachine(options).check!(contextOf(engine))
    expect(check).toThrow(expect.objectContaining({ code: 'no-labels' }))
  })
})
