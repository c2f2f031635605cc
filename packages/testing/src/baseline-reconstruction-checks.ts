import type { Baseline, FittedBaseline, OutputDistribution } from '@hourglass/core'
import { batchTensor, inOrder } from '@hourglass/engine'
import { mean, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { baselineBench, type BaselineCase } from './baseline-bench.js'
import { baselineOutputs } from './baseline-outputs.js'
import type { Bench } from './describe-variant.js'
import { leakedTensors } from './leaked-tensors.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import { relativeError } from './relative-error.js'

/** What every baseline must pass that reconstructs, under several losses. */
export function checkReconstruction(bench: Bench<Baseline>, given: BaselineCase): void {
  const beside = baselineBench(bench, given)
  const { dataset } = beside
  const { dimensions } = dataset.spec
  const examples = (count: number): Tensor2D => batchTensor(dataset.test, inOrder(Math.min(count, dataset.test.size)))

  describe.each(Object.entries(baselineOutputs(dataset.spec)))('reconstructing, with %s', (_, output) => {
    /** Fits, measures within `tidy`, disposes. */
    const fitted = (measure: (fit: Reconstructor, loss: OutputDistribution) => void): Promise<void> => {
      const loss = output(bench.engine)
      return beside.fitted((fit) => tidy(() => measure(fit as Reconstructor, loss)), { loss })
    }

    it('gives θ, a finite number for each parameter of each dimension of each example', async () => {
      await fitted((fit, { parametersPerDimension }) => {
        for (const count of [1, 7]) {
          const theta = fit.reconstruct(examples(count))
          expect(theta.shape, 'θ is [batch, d_x · parametersPerDimension]').toEqual([
            count,
            dimensions * parametersPerDimension,
          ])
          expect(numbersOf({ theta })['theta']!.every(Number.isFinite), 'θ is finite').toBe(true)
        }
      })
    })

    it('has a finite NLL', async () => {
      await fitted((fit, loss) => {
        const x = examples(Number.POSITIVE_INFINITY)
        const [nll] = mean(loss.nll(x, fit.reconstruct(x))).dataSync()
        expect(Number.isFinite(nll), `the mean NLL on the test examples is ${nll}`).toBe(true)
      })
    })

    it('reconstructs every example by itself, whatever else is in the batch', async () => {
      await fitted((fit) => {
        const together = rowsOf(fit.reconstruct(examples(5)))
        for (const place of [0, 4]) {
          const alone = numbersOf({ theta: fit.reconstruct(batchTensor(dataset.test, [place])) })
          expect(relativeError(alone, { theta: together[place]! }), `example ${place} of 5`).toBeLessThan(1e-4)
        }
      })
    })

    it('is the same again with the same key', async () => {
      const seen: (readonly number[])[] = []
      const look = (fit: Reconstructor): void => void seen.push([...fit.reconstruct(examples(9)).dataSync()])
      await fitted((fit) => {
        look(fit)
        look(fit)
      })
      await fitted(look)
      expect(seen[1], 'a second reconstruction').toEqual(seen[0])
      expect(seen[2], 'a second fit').toEqual(seen[0])
    })

    it('leaves its input as it was, and compiled it does the same', async () => {
      await fitted((fit) => {
        const x = examples(6)
        const before = [...x.dataSync()]
        const eager = numbersOf({ theta: fit.reconstruct(x) })
        const compiled = bench.engine.compile((inputs: { readonly x: Tensor2D }) => ({
          theta: fit.reconstruct(inputs.x),
        }))
        expect(relativeError(numbersOf(compiled({ x })), eager)).toBeLessThan(1e-6)
        expect(x.isDisposed, 'the input was disposed of').toBe(false)
        expect([...x.dataSync()]).toEqual(before)
      })
    })

    it('leaves no tensor behind: not in reconstructing, and none after dispose()', async () => {
      const context = beside.context({ loss: output(bench.engine) })
      const fit = (await bench.variant.fit(context)) as Reconstructor
      const x = examples(4)
      expect(await leakedTensors(bench.engine, () => tidy(() => fit.reconstruct(x)))).toBe(0)
      fit.dispose()
      const fitAndDispose = async (): Promise<void> => (await bench.variant.fit(context)).dispose()
      expect(await leakedTensors(bench.engine, fitAndDispose), 'dispose() frees all that fit() made').toBe(0)
      beside.free(context)
    })
  })

  const { reconstruct: reference } = given
  if (reference !== undefined)
    it('reconstructs as its float64 reference does', async () => {
      const loss = baselineOutputs(dataset.spec)['N(θ, 1)']!(bench.engine)
      const measure = (fit: FittedBaseline): void => {
        const train = rowsOf(batchTensor(dataset.train, inOrder(dataset.train.size)))
        const x = examples(10)
        const found = rowsOf(loss.mean((fit as Reconstructor).reconstruct(x)))
        for (const [place, row] of rowsOf(x).entries())
          expect(
            relativeError({ mean: found[place]! }, { mean: reference(row, train) }),
            `E[y | θ] of example ${place}, against the reference`,
          ).toBeLessThan(1e-4)
      }
      await beside.fitted((fit) => tidy(() => measure(fit)), { loss })
    })
}

type Reconstructor = FittedBaseline & Required<Pick<FittedBaseline, 'reconstruct'>>
