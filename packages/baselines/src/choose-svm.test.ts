import { testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { chooseSvm } from './choose-svm.js'
import { classifyBySvm } from './classify-by-svm.js'
import { errorOf } from './error-of.js'
import { labelledSplit } from './three-classes.fixture.js'

/** Exclusive or: the class is whether the signs differ, which no linear machine can tell. */
const exclusiveOr = (first: number, size: number) => {
  const points = Array.from({ length: size }, (_, i) => [
    2 * Math.sin((first + i) * 1.9),
    2 * Math.cos((first + i) * 2.6),
  ])
  return labelledSplit(
    points,
    points.map(([u, v]) => (u! * v! > 0 ? 0 : 1)),
  )
}
const splits = { train: exclusiveOr(0, 150), validation: exclusiveOr(150, 60) }
const test = exclusiveOr(210, 100)
const rbf = (gamma: number) => ({ use: 'rbf', gamma }) as const

beforeAll(async () => void (await testEngines()[0]!.create()))

describe('chooseSvm', () => {
  it('takes the kernel that can tell the classes apart, by their errors on validation', async () => {
    const kernels = [{ use: 'linear' } as const, rbf(1)]
    const { chosen, trials, model, train } = await chooseSvm(splits, { kernels, costs: [1, 10] })
    expect(trials.map(({ kernel, cost }) => [kernel.use, cost])).toEqual([
      ['linear', 1],
      ['linear', 10],
      ['rbf', 1],
      ['rbf', 10],
    ])
    // Half by chance, a third by the best border.
    expect(trials[0]!.validationError).toBeGreaterThan(0.2)
    expect(chosen.kernel).toEqual(rbf(1))
    expect(chosen.validationError).toBe(Math.min(...trials.map(({ validationError }) => validationError)))
    expect(train).toBe(splits.train)
    expect(errorOf(classifyBySvm(model, train, splits.validation), splits.validation)).toBe(chosen.validationError)
    expect(errorOf(classifyBySvm(model, train, test), test)).toBeLessThan(0.1)
  })

  it('takes the first of equals', async () => {
    const { trials, chosen } = await chooseSvm(splits, { kernels: [rbf(1), rbf(1)], costs: [10, 10] })
    expect(new Set(trials.map(({ validationError }) => validationError)).size).toBe(1)
    expect(chosen).toBe(trials[0])
  })

  it('says where the chosen one is at the edge of what was tried', async () => {
    const choose = async (gammas: number[], costs: number[]) =>
      (await chooseSvm(splits, { kernels: gammas.map(rbf), costs })).atEdge
    expect(await choose([1e-4, 1e-3, 1], [10])).toBe(true)
    expect(await choose([1e-4, 1, 1000], [10])).toBe(false)
    // Of two none is between others, of one there is nothing to say.
    expect(await choose([1e-4, 1], [10])).toBe(false)
    expect(await choose([1], [1e-4, 1e-3, 10])).toBe(true)
  })

  it('trains on validation too where it is told to, with what was chosen without', async () => {
    const choice = { kernels: [rbf(0.01), rbf(1)], costs: [1, 10] }
    const [plain, again] = [await chooseSvm(splits, choice), await chooseSvm(splits, { ...choice, retrain: true })]
    expect(again.chosen).toEqual(plain.chosen)
    expect(again.train.size).toBe(210)
    expect(again.model.kernel).toEqual(plain.model.kernel)
    expect(again.model.supportVectors.some((example) => example >= 150)).toBe(true)
    expect(errorOf(classifyBySvm(again.model, again.train, test), test)).toBeLessThan(0.1)
  })
})
