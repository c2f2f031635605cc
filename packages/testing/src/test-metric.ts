import {
  type Autoencoder,
  HourglassError,
  type Measurement,
  METRIC,
  type Metric,
  type ModelCapability,
  type Plugin,
} from '@hourglass/core'
import { expect, it } from 'vitest'

import { expectClose, expectWellFormed, headings, numbersIn } from './check-measurements.js'
import { describeVariant } from './describe-variant.js'
import { leakedTensors } from './leaked-tensors.js'
import { checkJudging, checkRefusals } from './metric-checks.js'
import { type MetricReference, type MetricSubject, type PreparedSubject, prepareSubject } from './metric-subject.js'
import { numbersOf } from './numbers-of.js'

export type { MetricReference, MetricSubject } from './metric-subject.js'

/** Of the members that a metric may only use where it says so in `requires`. */
const CAPABILITIES: readonly ModelCapability[] = ['linearize', 'decoderWeights', 'posterior', 'freeEnergy', 'generate']

export interface MetricCase extends MetricSubject {
  /**
   * The measurements by their definition, in float64, from the same examples and parameters; by name. May leave out
   * some, such as those that are random without a mean that can be computed.
   */
  measure?(reference: MetricReference): Readonly<Record<string, number>>
  /** The y values of curves by their definition; by the name of the measurement. */
  curves?(reference: MetricReference): Readonly<Record<string, readonly number[]>>
  /** The rows of matrices by their definition; by the name of the measurement. */
  matrices?(reference: MetricReference): Readonly<Record<string, readonly (readonly number[])[]>>
  /** Relative, of `measure`, of `curves`, of `matrices`, and between engines; absent: 1e-4. */
  readonly tolerance?: number
  /** Names of the measurements that are random: they, and no others, change with the key. */
  readonly random?: readonly string[]
}

/**
 * Describes the tests of a metric, on the suite's small network and examples spread over the range of the data:
 * measurements are well-formed and finite, also as curves and matrices; they are those of the case's float64 reference, on every
 * engine the same; the same for the same key, and other ones for another key only where the case says so; their names,
 * labels and units depend neither on the examples nor on the parameters; a metric without `needsEncoder` measures a
 * baseline; one that `judges` measures predictions, and right ones are the best; what it cannot measure for lack of a
 * parameter, its `check` refuses; none uses a capability of the model that it does not require; parameters and labels stay as they are; no
 * tensor is left behind.
 */
export function testMetric(plugin: Plugin, name: string, cases: readonly MetricCase[]): void {
  const onFirstEngine = new Map<MetricCase, { readonly engine: string; readonly numbers: Record<string, number> }>()
  describeVariant<Metric, MetricCase>(METRIC, plugin, name, cases, (bench, given) => {
    const { tolerance = 1e-4, random = [] } = given

    async function prepared<Result>(use: (subject: PreparedSubject) => Promise<Result>, examples?: number) {
      const key = bench.key('subject', examples ?? 'all')
      const subject = prepareSubject(bench, given, key, examples)
      try {
        for (const capability of bench.variant.requires ?? [])
          if (!(capability in subject.context.model))
            expect.fail(
              `requires ${capability}, which the suite's network lacks: give the case a \`model\` that has it`,
            )
        return await use(subject)
      } finally {
        subject.free()
        key.dispose()
      }
    }
    const measureAgain = (): Promise<readonly Measurement[]> =>
      prepared(({ context }) => bench.variant.measure(context))

    it('gives finite measurements with unique names, labels and units', async () => {
      expectWellFormed(await measureAgain())
    })

    if (given.measure !== undefined)
      it('measures what the reference in float64 does', async () => {
        await prepared(async ({ context, reference }) => {
          const found = numbersIn(await bench.variant.measure(context))
          expectClose(found, given.measure!(reference), tolerance, 'the reference')
        })
      })

    if (given.curves !== undefined)
      it('draws the curve that the reference in float64 does', async () => {
        await prepared(async ({ context, reference }) => {
          const measured = await bench.variant.measure(context)
          for (const [name, expected] of Object.entries(given.curves!(reference))) {
            const curve = measured.find((measurement) => measurement.name === name)?.curve
            expect(curve, `${name} has no curve`).toBeDefined()
            expect(curve!.y.values.length, `points of the curve of ${name}`).toBe(expected.length)
            expectClose(byPlace(curve!.y.values), byPlace(expected), tolerance, `the reference of the curve of ${name}`)
          }
        })
      })

    if (given.matrices !== undefined)
      it('counts the matrix that the reference does', async () => {
        await prepared(async ({ context, reference }) => {
          const measured = await bench.variant.measure(context)
          for (const [name, expected] of Object.entries(given.matrices!(reference))) {
            const matrix = measured.find((measurement) => measurement.name === name)?.matrix
            expect(matrix, `${name} has no matrix`).toBeDefined()
            const shape = (rows: readonly (readonly number[])[]) => rows.map(({ length }) => length)
            expect(shape(matrix!.values), `lengths of the rows of the matrix of ${name}`).toEqual(shape(expected))
            const source = `the reference of the matrix of ${name}`
            expectClose(byPlace(matrix!.values.flat()), byPlace(expected.flat()), tolerance, source)
          }
        })
      })

    it('gives the same numbers on every engine', async () => {
      const numbers = numbersIn(await measureAgain())
      const first = onFirstEngine.get(given)
      if (first === undefined) onFirstEngine.set(given, { engine: bench.engine.name, numbers })
      else expectClose(numbers, first.numbers, tolerance, `the ${first.engine} engine`)
    })

    it('gives the same for the same key, and for another key where it is not random', async () => {
      const first = await measureAgain()
      expect(await measureAgain(), 'two measurements with one key differ').toEqual(first)
      const other = await prepared(async ({ context }) => {
        const key = bench.key('another')
        const measured = await bench.variant.measure({ ...context, key })
        key.dispose()
        return measured
      })
      for (const [place, measurement] of first.entries())
        if (random.includes(measurement.name))
          expect(other[place]!.value, `${measurement.name} is no other with another key`).not.toBe(measurement.value)
        else
          expect(other[place], `${measurement.name} depends on the key: name it in the case's \`random\``).toEqual(
            measurement,
          )
      const names = first.map(({ name }) => name)
      for (const name of random) expect(names, 'the case calls random what is not measured').toContain(name)
    })

    it('has the same names, labels and units for other examples and parameters', async () => {
      const [all, few] = [await measureAgain(), await prepared(({ context }) => bench.variant.measure(context), 29)]
      expect(headings(few)).toEqual(headings(all))
      expectWellFormed(few)
    })

    it('measures a baseline, unless it needs an encoder', async () => {
      const { needsEncoder, judges, requires = [] } = bench.variant
      if (needsEncoder || judges !== undefined || requires.length > 0) return
      const reconstructed = await prepared(({ context }) => {
        // As the lab sees PCA: no parameters, the code is the input, and what decodes it knows the rest.
        const { codeDimensions } = context.model
        const model: Autoencoder = {
          ...{ codeDimensions, encoderLayers: [], init: () => ({}) },
          encode: (_, x) => x,
          decode: (_, x) => context.loss.parametersFromMean(x, 0.1),
        }
        return bench.variant.measure({ ...context, params: {}, model })
      })
      expectWellFormed(reconstructed)
      expect(headings(reconstructed), 'measurements of a baseline stand below those of the model').toEqual(
        headings(await measureAgain()),
      )
    })

    it('judges what is predicted, if it judges, and right predictions are the best', async () => {
      if (bench.variant.judges === undefined) return
      const classified = cases.some(({ data }) => data?.classes !== undefined)
      expect(classified, 'a metric that judges is tried on classes: give a case `data` with `classes`').toBe(true)
      if (bench.data.classes === undefined) return
      await prepared(({ context }) => checkJudging(bench.variant, context))
    })

    it('refuses before training what it cannot measure for lack of a parameter, and nothing else', async () => {
      await prepared(({ context }) => checkRefusals(bench.variant, context), 29)
    })

    it('uses no capability of a model that it does not require', async () => {
      const { requires = [] } = bench.variant
      await prepared(async ({ context }) => {
        const bare = { ...context.model, encoderLayers: [] }
        for (const capability of CAPABILITIES) if (!requires.includes(capability)) delete bare[capability]
        try {
          expectWellFormed(await bench.variant.measure({ ...context, model: bare }))
        } catch (error) {
          // A refusal that a user can read will do: of a model without dense layers, say.
          if (!(error instanceof HourglassError)) throw error
        }
      })
    })

    it('leaves the parameters and the labels as they are', async () => {
      await prepared(async ({ context, reference }) => {
        const labels = context.split.labels?.slice()
        await bench.variant.measure(context)
        for (const [name, tensor] of Object.entries(context.params))
          expect(tensor.isDisposed, `the parameter ${name} was disposed of`).toBe(false)
        expect(numbersOf(context.params), 'the parameters changed').toEqual(reference.params)
        expect(context.key.isDisposed, 'the key was disposed of').toBe(false)
        expect(context.split.labels, 'the labels changed').toEqual(labels)
      })
    })

    it('leaves no tensor behind', async () => {
      await prepared(async ({ context }) => {
        const measure = async (): Promise<void> => void (await bench.variant.measure(context))
        expect(await leakedTensors(bench.engine, measure), 'tensors left behind: dispose of them, or tidy').toBe(0)
      })
    })
  })
}

function byPlace(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.entries())
}
