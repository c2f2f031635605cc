import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

import { HourglassError, type Key, type Params, type Subject } from '@hourglass/core'
import { imageGridPng, imageGridSize } from '@hourglass/report'
import { canGenerate, generateExamples } from '@hourglass/training'
import { tensor2d, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core'

import type { RunDirectory } from './run-directory.js'

/** One line of `figures.json`; the picture lies beside it. */
export interface FigureRecord {
  readonly file: string
  readonly title: string
  readonly caption: string
  readonly width: number
  readonly height: number
  readonly rowLabels?: readonly string[]
}

const FILTERS = 100
const FILTER_COLUMNS = 20
const EXAMPLES = 12
const GENERATED = 60
const GENERATION_STEPS = 100

/** Draws a run's pictures into its folder: what needs tensors is done here, so that a report needs none. */
export function drawFigures(directory: RunDirectory, subject: Subject, params: Params, rootKey: Key): void {
  if (subject.dataset.spec.image === undefined) return directory.writeJson('figures.json', [])
  const figures = [
    strip(directory, subject, params, rootKey),
    ...filters(directory, subject, params),
    ...generated(directory, subject, params, rootKey),
  ]
  directory.writeJson('figures.json', figures)
}

/** The figures of a finished run with their pictures. */
export function readFigures(json: string, directory: RunDirectory): (FigureRecord & { png: Uint8Array })[] {
  return (JSON.parse(json) as FigureRecord[]).map((record) => {
    // A run's folder may come from somebody else: a picture of it lies in it and nowhere else.
    if (basename(record.file) !== record.file || !record.file.endsWith('.png'))
      throw new HourglassError('not-a-run', `figures.json names "${record.file}"`, {
        place: { source: directory.path },
        expected: 'the name of a PNG file beside it',
      })
    return { ...record, png: readFileSync(directory.file(record.file)) }
  })
}

/** Original, corrupted and reconstructed test examples below each other; classes in turn where there are labels. */
function strip(directory: RunDirectory, subject: Subject, params: Params, rootKey: Key): FigureRecord {
  const { dataset, model, loss, noise, engine } = subject
  const { dimensions, range } = dataset.spec
  const indices = showcase(dataset.test.labels, dataset.test.size)
  const key = engine.random.fold(rootKey, 'figure')
  const rows = tidy(() => {
    const x = tensor2d(dataset.test.rows(indices), [indices.length, dimensions])
    const xTilde = noise === undefined ? x : noise.corrupt(x, key)
    const y = loss.mean(model.decode(params, model.encode(params, xTilde)))
    return (noise === undefined ? [x, y] : [x, xTilde, y]).map((row) => row.dataSync<'float32'>())
  })
  key.dispose()
  const rowLabels = noise === undefined ? ['original', 'reconstructed'] : ['original', 'corrupted', 'reconstructed']
  return grid(directory, subject, {
    file: 'reconstructions.png',
    title: 'Reconstructions',
    caption: `Test examples: ${rowLabels.join(', ')}.`,
    pixels: Float32Array.from(rows.flatMap((row) => [...row])),
    columns: indices.length,
    range,
    rowLabels,
  })
}

/** The columns of the first layer's W as pictures. */
function filters(directory: RunDirectory, subject: Subject, params: Params): FigureRecord[] {
  const [layer] = subject.model.encoderLayers
  if (layer === undefined) return []
  const count = Math.min(FILTERS, layer.units)
  const pixels = tidy(() => transpose(params[layer.weights] as Tensor2D).dataSync<'float32'>())
  return [
    grid(directory, subject, {
      file: 'filters.png',
      title: 'Filters',
      caption:
        `The weights of ${count === layer.units ? 'all' : `the first ${count} of`} ${layer.units} hidden units as ` +
        'pictures: what each unit looks for. Every filter has a scale of its own, with zero in the middle.',
      pixels: pixels.slice(0, count * layer.inputs),
      columns: FILTER_COLUMNS,
      range: 'each-symmetric',
    }),
  ]
}

/** New examples, where the model can draw some. */
function generated(directory: RunDirectory, subject: Subject, params: Params, rootKey: Key): FigureRecord[] {
  if (!canGenerate(subject)) return []
  const key = subject.engine.random.fold(rootKey, 'generated')
  const x = generateExamples(subject, params, { count: GENERATED, steps: GENERATION_STEPS, key })
  const pixels = x.dataSync<'float32'>()
  x.dispose()
  key.dispose()
  return [
    grid(directory, subject, {
      file: 'generated.png',
      title: 'Generated',
      caption: `Examples that the model made up (a Markov chain, where it has one, of ${GENERATION_STEPS} steps).`,
      pixels,
      columns: FILTER_COLUMNS,
      range: subject.dataset.spec.range,
    }),
  ]
}

interface Grid extends Omit<FigureRecord, 'width' | 'height'> {
  readonly pixels: Float32Array
  readonly columns: number
  readonly range: readonly [number, number] | 'each-symmetric'
}

function grid(
  directory: RunDirectory,
  { dataset }: Subject,
  { pixels, columns, range, ...record }: Grid,
): FigureRecord {
  const [height, width] = dataset.spec.image!
  const images = { pixels, count: pixels.length / (height * width), height, width }
  const options = { columns, range }
  directory.write(record.file, imageGridPng(images, options))
  return { ...record, ...imageGridSize(images, options) }
}

function showcase(labels: Uint8Array | undefined, size: number): number[] {
  const count = Math.min(EXAMPLES, size)
  if (labels === undefined) return Array.from({ length: count }, (_, place) => place)
  const classes = [...new Set(labels)].toSorted((a, b) => a - b)
  const seen = new Map<number, number>()
  const chosen: number[] = []
  while (chosen.length < count) {
    const label = classes[chosen.length % classes.length]!
    const place = labels.indexOf(label, seen.get(label) ?? 0)
    if (place < 0) break
    seen.set(label, place + 1)
    chosen.push(place)
  }
  return chosen
}
