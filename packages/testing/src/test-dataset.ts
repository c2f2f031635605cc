import { type Dataset, DATASET, type Plugin } from '@hourglass/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import {
  digestsOf,
  expectAnyOrder,
  expectDisjoint,
  expectLabels,
  expectProvenance,
  expectRows,
  expectSpec,
  type SplitName,
  SPLITS,
} from './dataset-checks.js'
import { describeVariant, type VariantCase } from './describe-variant.js'
import { testEngines } from './test-engines.js'

export interface DatasetCase extends VariantCase {
  /** Examples in each split, as they were published or promised. */
  readonly sizes: Readonly<Record<SplitName, number>>
  /** Whether `load` may use the network; absent: `fetch` refuses, so that the test stands on its own. */
  readonly fetches?: boolean
  /** Environment variables while it is created and loaded. */
  readonly environment?: Readonly<Record<string, string>>
  /** Examples of each class in all three splits together, in the order of the classes. */
  readonly classSizes?: readonly number[]
  /** Examples that are known from elsewhere. */
  readonly examples?: readonly {
    readonly split: SplitName
    readonly index: number
    /** To float32. */
    readonly row?: ArrayLike<number>
    readonly label?: number
  }[]
  /** Splits may share examples, as where there are few possible ones; absent: none may be in two splits. */
  readonly repeats?: boolean
}

/**
 * The conformance suite of a data set: sizes; rows of the right length, finite, within `spec.range`, the same in any
 * order and at any time; labels that fit; splits without a common example; SHA-256 hashes; a second load gives the same;
 * an aborted signal's reason is thrown; no tensors, and no network unless it is allowed.
 */
export function testDataset(plugin: Plugin, name: string, cases: readonly DatasetCase[]): void {
  // Data are arrays on the host: one engine is as good as three.
  const engines = testEngines().slice(0, 1)
  for (const given of cases) {
    const onOneEngine = { engines: engines.map((engine) => engine.name), ...given }
    describe(given.fetches === true ? 'with a network' : 'without a network', () => {
      beforeAll(() => {
        for (const [variable, value] of Object.entries(given.environment ?? {})) vi.stubEnv(variable, value)
        if (given.fetches !== true) vi.stubGlobal('fetch', refuseNetwork)
      })
      afterAll(() => {
        vi.unstubAllEnvs()
        vi.unstubAllGlobals()
      })
      describeVariant(DATASET, plugin, name, [onOneEngine], (bench) => {
        let dataset: Dataset
        let digests: Record<SplitName, string[]>
        let tensors: number
        const told: unknown[] = []
        beforeAll(async () => {
          const before = bench.engine.tensorCount()
          dataset = await bench.variant.load((message) => void told.push(message))
          digests = digestsOfAll(dataset)
          tensors = bench.engine.tensorCount() - before
        })

        it('has the sizes it should have', () => {
          expect(Object.fromEntries(SPLITS.map((split) => [split, dataset[split].size]))).toEqual(given.sizes)
        })

        it('says what its examples are, and from what they were made', () => {
          expectSpec(dataset.spec)
          expectProvenance(dataset)
        })

        it.each(SPLITS)('%s: every number is finite and within the range', (split) => {
          expectRows(split, dataset[split], dataset.spec)
        })

        it.each(SPLITS)('%s: labels fit examples and classes', (split) => {
          expectLabels(split, dataset[split], dataset.spec)
        })

        it.each(SPLITS)('%s: the same examples in any order, and as often as they are asked for', (split) => {
          expectAnyOrder(split, dataset[split])
        })

        if (given.repeats !== true) it('no example is in two splits', () => expectDisjoint(digests))

        const { classSizes, examples } = given
        if (classSizes !== undefined)
          it('has as many examples of each class as it should', () => {
            const counts = classSizes.map((_, label) =>
              SPLITS.reduce((sum, split) => sum + dataset[split].labels!.filter((each) => each === label).length, 0),
            )
            expect(counts).toEqual(classSizes)
          })

        if (examples !== undefined)
          it('has the examples that are known', () => {
            for (const { split, index, row, label } of examples) {
              if (row !== undefined)
                expect(dataset[split].rows([index]), `example ${index} of ${split}`).toEqual(Float32Array.from(row))
              if (label !== undefined)
                expect(dataset[split].labels?.[index], `label of example ${index} of ${split}`).toBe(label)
            }
          })

        it('a second load gives the same, example by example', async () => {
          const again = await bench.scope.create(DATASET, { use: name, ...given.options }).load()
          expect(again.hashes).toEqual(dataset.hashes)
          expect(again.spec).toEqual(dataset.spec)
          // One comparison a split: a difference of thousands of lines would tell nobody anything.
          const found = digestsOfAll(again)
          for (const split of SPLITS) {
            expect(found[split].join() === digests[split].join(), `${split} is the same again`).toBe(true)
            expect(again[split].labels?.join(), `labels of ${split}`).toBe(dataset[split].labels?.join())
          }
        })

        it('tells its progress in words', () => {
          for (const message of told) expect(message).toBeTypeOf('string')
        })

        it('throws the reason of a signal that is aborted', async () => {
          const reason = new Error('stopped by the user')
          const outcome = await bench.variant.load(undefined, AbortSignal.abort(reason)).then(
            () => 'it loaded: call signal?.throwIfAborted()',
            (error: unknown) => error,
          )
          expect(outcome).toBe(reason)
        })

        it('makes no tensors', () => expect(tensors).toBe(0))
      })
    })
  }
}

function digestsOfAll({ spec, ...splits }: Dataset): Record<SplitName, string[]> {
  const of = (split: SplitName): string[] => digestsOf(splits[split], spec.dimensions)
  return { train: of('train'), validation: of('validation'), test: of('test') }
}

const refuseNetwork: typeof fetch = async (address) => {
  const url = address instanceof Request ? address.url : String(address)
  throw new Error(`${url} was asked for: say fetches: true in the case if it may be`)
}
