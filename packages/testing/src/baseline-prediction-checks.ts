import type { Baseline, FittedBaseline, Split } from '@hourglass/core'
import { batchTensor, inOrder } from '@hourglass/engine'
import { describe, expect, it } from 'vitest'

import { baselineBench, type BaselineCase } from './baseline-bench.js'
import { unlabelledExamples } from './baseline-data.js'
import type { Bench } from './describe-variant.js'
import { leakedTensors } from './leaked-tensors.js'
import { rowsOf } from './numbers-of.js'

const TOLD = { classify: 'class', cluster: 'cluster' } as const

/** More examples than are likely to be asked for at a time, and no multiple of any likely batch. */
const MANY = 1203

/** What every baseline must pass that says a class, or a cluster, of each example. It is never told the classes it is asked for. */
export function checkPredictions(bench: Bench<Baseline>, given: BaselineCase, ability: keyof typeof TOLD): void {
  const beside = baselineBench(bench, given)
  const { test, spec } = beside.dataset
  const told = TOLD[ability]
  const count = ability === 'cluster' ? (given.clusters ?? spec.classes!) : spec.classes!
  const asked = (places: ArrayLike<number>): Split => unlabelledExamples(test, places)
  const say = (fit: FittedBaseline, split: Split): number[] => Array.from(fit[ability]!(split))
  const all = inOrder(test.size)

  describe(`saying a ${told}`, () => {
    it(`says one ${told} of each example, one of 0 … ${count - 1}`, async () => {
      await beside.fitted((fit) => {
        const said = say(fit, asked(all))
        expect(said.length, 'predictions, one for each example').toBe(test.size)
        for (const value of said) {
          expect(Number.isInteger(value), `${value} is a whole number`).toBe(true)
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThan(count)
        }
      })
    })

    it('says the same of an example whatever else is in the split, in order', async () => {
      await beside.fitted((fit) => {
        const said = say(fit, asked(all))
        expect(say(fit, asked(all.toReversed())), 'the same examples from the last to the first').toEqual(
          said.toReversed(),
        )
        const many = Array.from({ length: MANY }, (_, place) => place % test.size)
        expect(say(fit, asked(many)), `${MANY} examples`).toEqual(many.map((place) => said[place]))
        for (const place of [0, test.size - 1]) expect(say(fit, asked([place])), 'one alone').toEqual([said[place]])
        expect(say(fit, test), 'examples with their labels').toEqual(said)
      })
    })

    it('says the same again with the same key', async () => {
      const first = await beside.fitted((fit) => [say(fit, asked(all)), say(fit, asked(all))])
      expect(first[1], 'asked a second time').toEqual(first[0])
      expect(await beside.fitted((fit) => say(fit, asked(all))), 'a second fit').toEqual(first[0])
    })

    it('leaves no tensor behind', async () => {
      const context = beside.context()
      const fit = await bench.variant.fit(context)
      expect(await leakedTensors(bench.engine, () => void fit[ability]!(asked(all)))).toBe(0)
      fit.dispose()
      beside.free(context)
    })
  })

  if (ability === 'classify') checkClasses(bench, given)
}

function checkClasses(bench: Bench<Baseline>, { classify: reference, wrong, ...given }: BaselineCase): void {
  const beside = baselineBench(bench, given)
  const { test, train } = beside.dataset
  const rows = (split: Split): Float64Array[] => {
    const x = batchTensor(split, inOrder(split.size))
    const numbers = rowsOf(x)
    x.dispose()
    return numbers
  }
  const said = () => beside.fitted((fit) => Array.from(fit.classify!(unlabelledExamples(test, inOrder(test.size)))))

  if (reference !== undefined)
    it('classifies as its float64 reference does', async () => {
      const [x, seen] = [rows(test), rows(train)]
      expect(await said()).toEqual(x.map((row) => reference(row, seen, train.labels!)))
    })

  if (wrong !== undefined)
    it(`gives at most ${100 * wrong} % of the test examples another class than theirs`, async () => {
      const errors = (await said()).filter((value, place) => value !== test.labels![place])
      expect(errors.length / test.size).toBeLessThanOrEqual(wrong)
    })
}
