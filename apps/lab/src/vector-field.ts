import { existsSync, readFileSync } from 'node:fs'

import { HourglassError, type Params, type Subject } from '@hourglass/core'
import type { VectorField } from '@hourglass/report'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import type { RunDirectory } from './run-directory.js'

const FILE = 'vector-fields.json'
const EXAMPLES = 1000
/** Arrows along the longer side. */
const ARROWS = 30
/** Of the plane that is shown around the examples, as a share of the longer side. */
const MARGIN = 0.08

type Pair = readonly [number, number]

/**
 * For examples in a plane, into the run's folder: test examples, the manifold where it is known, and r(x̃) − x̃ for x̃
 * on a grid, r(x̃) = E[y | θ(h(x̃))]. For other examples nothing.
 */
export function drawVectorField(directory: RunDirectory, { dataset, model, loss }: Subject, params: Params): void {
  if (dataset.spec.dimensions !== 2) return
  const { test, manifold } = dataset
  const points = pairs(test.rows(Array.from({ length: Math.min(EXAMPLES, test.size) }, (_, place) => place)))
  const outline = pairs(manifold ?? new Float32Array(0))
  const { x, y } = windowAround([...points, ...outline])
  const grid = gridIn(x, y)
  const reconstructed = tidy(() => {
    const xTilde = tensor2d(grid.flat(), [grid.length, 2])
    return loss.mean(model.decode(params, model.encode(params, xTilde))).dataSync<'float32'>()
  })
  const moved = pairs(reconstructed)
  const field: VectorField = {
    title: 'Where the model moves points',
    caption:
      'Each arrow leads from a point x̃ towards its reconstruction r(x̃). A model that was trained to undo Gaussian ' +
      'noise of variance σ² estimates by it the score of the corrupted data, (r(x̃) − x̃)/σ² ≈ ' +
      '∇\u00A0log\u00A0p(x̃) (Vincent 2011; Alain and Bengio 2014). Far from all examples it has learned nothing.',
    x,
    y,
    points: points.map(rounded),
    ...(outline.length > 0 && { manifold: outline.map(rounded) }),
    arrows: grid.map(([fromX, fromY], place) => {
      const [toX, toY] = moved[place]!
      return [...rounded([fromX, fromY]), ...rounded([toX - fromX, toY - fromY])] as const
    }),
  }
  // Not indented: thousands of numbers, one a line, are no easier to read.
  directory.write(FILE, `${JSON.stringify([field])}\n`)
}

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN)
const side = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high, 'low, then high')
const FIELDS = z.array(
  z.strictObject({
    title: z.string(),
    caption: z.string(),
    x: side,
    y: side,
    points: z.array(z.tuple([number, number])),
    manifold: z.array(z.tuple([number, number])).exactOptional(),
    arrows: z.array(z.tuple([number, number, number, number])),
  }),
)

/**
 * The fields of a finished run; none where nothing was drawn, as in runs of older versions.
 *
 * @throws HourglassError `not-a-run`
 */
export function readVectorFields(directory: RunDirectory): VectorField[] {
  if (!existsSync(directory.file(FILE))) return []
  const parsed = FIELDS.safeParse(JSON.parse(readFileSync(directory.file(FILE), 'utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HourglassError('not-a-run', `${FILE} does not hold what a run writes: ${issue!.message}`, {
    place: { source: directory.file(FILE), path: issue!.path.join('.') },
    expected: 'a list of fields: title, caption, x, y, points, manifold, arrows',
    remedy: 'run the experiment again: hourglass run <file|name> --again',
  })
}

/** All of the points with a margin; a plane with a single one is shown as a square of side 1. */
function windowAround(points: readonly Pair[]): { x: Pair; y: Pair } {
  const extent = (axis: 0 | 1): Pair => {
    // One by one: spread over arguments, a manifold of many points overflows the stack.
    let [low, high] = [Infinity, -Infinity]
    for (const { [axis]: value } of points) [low, high] = [Math.min(low, value), Math.max(high, value)]
    return [low, high]
  }
  const [x, y] = [extent(0), extent(1)]
  const longer = Math.max(x[1] - x[0], y[1] - y[0])
  const margin = longer > 0 ? MARGIN * longer : 0.5
  const widened = ([low, high]: Pair): Pair => rounded([low - margin, high + margin])
  return { x: widened(x), y: widened(y) }
}

/** The middles of equal squares. */
function gridIn(x: Pair, y: Pair): Pair[] {
  const spacing = Math.max(x[1] - x[0], y[1] - y[0]) / ARROWS
  const places = ([low, high]: Pair): number[] => {
    const count = Math.max(1, Math.round((high - low) / spacing))
    return Array.from({ length: count }, (_, place) => low + ((place + 0.5) * (high - low)) / count)
  }
  const columns = places(x)
  return places(y).flatMap((py) => columns.map((px): Pair => [px, py]))
}

function pairs(numbers: Float32Array): Pair[] {
  return Array.from({ length: numbers.length / 2 }, (_, place) => [numbers[2 * place]!, numbers[2 * place + 1]!])
}

/** More digits than anyone sees would make the page larger. */
function rounded([x, y]: Pair): Pair {
  return [Number(x.toFixed(5)), Number(y.toFixed(5))]
}
