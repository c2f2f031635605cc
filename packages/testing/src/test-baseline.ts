import {
  BASELINE,
  type BaselineContext,
  type Dataset,
  type FittedBaseline,
  type OutputDistribution,
  type Plugin,
} from '@hourglass/core'
import { batchTensor, inOrder } from '@hourglass/engine'
import { mean, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { baselineOutputs, syntheticDataset, withoutTestSplit } from './baseline-checks.js'
import { describeVariant, type VariantCase } from './describe-variant.js'
import { gaussianOutput } from './gaussian-output.js'
import { leakedTensors } from './leaked-tensors.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import { referenceNetwork } from './reference-network.js'
import { relativeError } from './relative-error.js'

export interface BaselineCase extends VariantCase {
  /** d_h of the model that it stands beside; absent: 2. */
  readonly codeDimensions?: number
  /** What to fit and measure it on; absent: 240 + 60 + 45 examples of what `data` says, of three classes. */
  readonly dataset?: Dataset
  /** How it calls itself. */
  readonly label?: string
  /** E[y | θ] for one example, in plain float64, after having seen these training examples. */
  readonly reconstruct?: (x: Float64Array, train: readonly Float64Array[]) => ArrayLike<number>
}

/**
 * The conformance suite of a baseline, under a Gaussian, a Gaussian with a learned scale, and (for data in [0, 1]) a
 * Bernoulli output: θ of the right shape for each example by itself, a finite NLL, the same again with the same key;
 * fitting never reads the test split; what it is given stays as it was, and `dispose` frees everything.
 */
export function testBaseline(plugin: Plugin, name: string, cases: readonly BaselineCase[]): void {
  describeVariant(BASELINE, plugin, name, cases, (bench, given) => {
    const { codeDimensions = 2, dataset = syntheticDataset(bench.data) } = given
    const { dimensions } = dataset.spec
    const examples = (count: number): Tensor2D => batchTensor(dataset.test, inOrder(Math.min(count, dataset.test.size)))

    const { model } = referenceNetwork({ dimensions, hidden: [codeDimensions], activation: 'sigmoid' }, bench.engine.random)
    const contextBeside = (of: Dataset): BaselineContext =>
      withoutTestSplit({
        ...{ engine: bench.engine, dataset: of, model, params: {}, loss: gaussianOutput(bench.engine) },
        ...{ noiseUse: { samples: 1, walkback: 0 }, regularizers: [], stages: [], key: bench.key('fit') },
        ...{ signal: new AbortController().signal, tell: () => {} },
      })

    describe.each(Object.entries(baselineOutputs(dataset.spec)))('with %s', (_, output) => {
      const contextOf = (loss: OutputDistribution): BaselineContext => ({ ...contextBeside(dataset), loss })
      /** Fits, measures within `tidy`, disposes. */
      const fitted = async (measure: (fit: FittedBaseline, loss: OutputDistribution) => void): Promise<void> => {
        const loss = output(bench.engine)
        const reconstructor = await bench.variant.fit(contextOf(loss))
        tidy(() => measure(reconstructor, loss))
        reconstructor.dispose()
      }

      it('says what it is, in one line', async () => {
        await fitted(({ label }) => {
          expect(label, 'label is one line, such as "PCA, 64 components"').toMatch(/^\S[^\n]*$/)
          if (given.label !== undefined) expect(label).toBe(given.label)
        })
      })

      it('gives θ, a finite number for each parameter of each dimension of each example', async () => {
        await fitted((fit, { parametersPerDimension }) => {
          for (const count of [1, 7]) {
            const theta = fit.reconstruct!(examples(count))
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
          const [nll] = mean(loss.nll(x, fit.reconstruct!(x))).dataSync()
          expect(Number.isFinite(nll), `the mean NLL on the test examples is ${nll}`).toBe(true)
        })
      })

      it('reconstructs every example by itself, whatever else is in the batch', async () => {
        await fitted((fit) => {
          const together = rowsOf(fit.reconstruct!(examples(5)))
          for (const place of [0, 4]) {
            const alone = numbersOf({ theta: fit.reconstruct!(batchTensor(dataset.test, [place])) })
            expect(relativeError(alone, { theta: together[place]! }), `example ${place} of 5`).toBeLessThan(1e-4)
          }
        })
      })

      it('is the same again with the same key', async () => {
        const seen: (readonly number[])[] = []
        const look = (fit: FittedBaseline): void => void seen.push([...fit.reconstruct!(examples(9)).dataSync()])
        await fitted((reconstructor) => {
          look(reconstructor)
          look(reconstructor)
        })
        await fitted(look)
        expect(seen[1], 'a second reconstruction').toEqual(seen[0])
        expect(seen[2], 'a second fit').toEqual(seen[0])
      })

      it('leaves its input as it was, and compiled it does the same', async () => {
        await fitted((fit) => {
          const x = examples(6)
          const before = [...x.dataSync()]
          const eager = numbersOf({ theta: fit.reconstruct!(x) })
          const compiled = bench.engine.compile((inputs: { readonly x: Tensor2D }) => ({
            theta: fit.reconstruct!(inputs.x),
          }))
          expect(relativeError(numbersOf(compiled({ x })), eager)).toBeLessThan(1e-6)
          expect(x.isDisposed, 'the input was disposed of').toBe(false)
          expect([...x.dataSync()]).toEqual(before)
        })
      })

      it('leaves no tensor behind: not in reconstructing, and none after dispose()', async () => {
        const loss = output(bench.engine)
        const context = contextOf(loss)
        const reconstructor = await bench.variant.fit(context)
        const x = examples(4)
        expect(await leakedTensors(bench.engine, () => tidy(() => reconstructor.reconstruct!(x)))).toBe(0)
        reconstructor.dispose()
        const fitAndDispose = async (): Promise<void> => (await bench.variant.fit(context)).dispose()
        expect(await leakedTensors(bench.engine, fitAndDispose), 'dispose() frees all that fit() made').toBe(0)
      })
    })

    const { reconstruct: reference } = given
    if (reference !== undefined)
      it('reconstructs as its float64 reference does', async () => {
        const loss = baselineOutputs(dataset.spec)['N(θ, 1)']!(bench.engine)
        const reconstructor = await bench.variant.fit({ ...contextBeside(dataset), loss })
        tidy(() => {
          const train = rowsOf(batchTensor(dataset.train, inOrder(dataset.train.size)))
          const x = examples(10)
          const found = rowsOf(loss.mean(reconstructor.reconstruct!(x)))
          for (const [place, row] of rowsOf(x).entries())
            expect(
              relativeError({ mean: found[place]! }, { mean: reference(row, train) }),
              `E[y | θ] of example ${place}, against the reference`,
            ).toBeLessThan(1e-4)
        })
        reconstructor.dispose()
      })
  })
}
