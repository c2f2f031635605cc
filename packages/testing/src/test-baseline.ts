import { BASELINE, type BaselineContext, type Plugin } from '@hourglass/core'
import { expect, it } from 'vitest'

import { baselineBench, type BaselineCase } from './baseline-bench.js'
import { checkPredictions } from './baseline-prediction-checks.js'
import { checkReconstruction } from './baseline-reconstruction-checks.js'
import { describeVariant } from './describe-variant.js'
import { leakedTensors } from './leaked-tensors.js'
import { numbersOf } from './numbers-of.js'

export type { BaselineAbility, BaselineCase } from './baseline-bench.js'

/**
 * The conformance suite of a baseline. Whatever it does: fitting never reads the test split; what it is given stays as it
 * was; where it takes time it hears an abort; `dispose` frees everything.
 *
 * One that reconstructs, under a Gaussian, a Gaussian with a learned scale, and (for data in [0, 1]) a Bernoulli output: θ
 * of the right shape for each example by itself, a finite NLL, the same again with the same key.
 *
 * One that classifies or clusters: a whole number within range for each example, in order, the same whatever else is in
 * the split and without labels, the same again with the same key.
 */
export function testBaseline(plugin: Plugin, name: string, cases: readonly BaselineCase[]): void {
  describeVariant(BASELINE, plugin, name, cases, (bench, given) => {
    const beside = baselineBench(bench, given)
    const does = given.does ?? ['reconstruct']

    it('says what it is, in one line', async () => {
      await beside.fitted(({ label, notes }) => {
        expect(label, 'label is one line, such as "PCA, 64 components"').toMatch(/^\S[^\n]*$/)
        if (given.label !== undefined) expect(label).toBe(given.label)
        for (const note of notes ?? []) expect(note, 'a note is one line').toMatch(/^\S[^\n]*$/)
      })
    })

    it(`can ${does.join(', ')}, and does not refuse the experiment beforehand`, async () => {
      const context = beside.context()
      bench.variant.check?.({ ...context, dataset: beside.dataset })
      beside.free(context)
      await beside.fitted((fit) => {
        const can = (['reconstruct', 'classify', 'cluster'] as const).filter((ability) => fit[ability] !== undefined)
        expect(can.toSorted(), 'what the case says in `does`').toEqual([...does].toSorted())
      })
    })

    it('leaves the parameters of the model and the key as they were', async () => {
      const context = beside.context()
      const [params, key] = [numbersOf(context.params), [...context.key.dataSync()]]
      ;(await bench.variant.fit(context)).dispose()
      expect(Object.values(context.params).filter(({ isDisposed }) => isDisposed)).toEqual([])
      expect(numbersOf(context.params)).toEqual(params)
      expect([...context.key.dataSync()]).toEqual(key)
      beside.free(context)
    })

    it('leaves no tensor behind after dispose()', async () => {
      const context = beside.context()
      const fitAndDispose = async (): Promise<void> => (await bench.variant.fit(context)).dispose()
      expect(await leakedTensors(bench.engine, fitAndDispose)).toBe(0)
      beside.free(context)
    })

    if (given.takesTime === true) {
      /** Fits with a signal that is aborted beforehand, or once it tells something. */
      const stopped = async (when: 'beforehand' | 'told'): Promise<unknown> => {
        const controller = new AbortController()
        const stop = (): void => controller.abort(new Error('enough of it'))
        if (when === 'beforehand') stop()
        const more: Partial<BaselineContext> = { signal: controller.signal, tell: stop }
        const context = beside.context(more)
        try {
          const fit = await bench.variant.fit(context)
          fit.dispose()
          return controller.signal.aborted ? 'went on to its end' : 'told nothing of how far it has come'
        } catch (error) {
          return error
        } finally {
          beside.free(context)
        }
      }

      it.each(['beforehand', 'told'] as const)('ends with the reason where it is aborted: %s', async (when) => {
        expect(await stopped(when)).toEqual(new Error('enough of it'))
        expect(await leakedTensors(bench.engine, async () => void (await stopped(when))), 'tensors left').toBe(0)
      })
    }

    if (does.includes('reconstruct')) checkReconstruction(bench, given)
    for (const ability of ['classify', 'cluster'] as const)
      if (does.includes(ability)) checkPredictions(bench, given, ability)
  })
}
