import type { Key, Params, Subject } from '@hourglass/core'
import { imageGridPng, imageGridSize } from '@hourglass/report'

import type { RunDirectory } from '../run-directory.js'
import { stopIfAborted } from '../stop-if-aborted.js'
import { clusterPictures } from './cluster-pictures.js'
import { planeOfCodes } from './code-plane.js'
import { codeScatter } from './code-scatter.js'
import { compression } from './compression.js'
import { denoising } from './denoising.js'
import { encodeExamples, evenly } from './examples.js'
import type { FigureRecord, PictureGrid } from './figure.js'
import { generated } from './generated.js'
import { interpolations } from './interpolations.js'
import { latentGrid } from './latent-grid.js'
import { layerFilters } from './layer-filters.js'
import { COMPRESSION, SCATTERS } from './plain-figures.js'
import { reconstructions } from './reconstructions.js'
import type { Scene } from './scene.js'

/** Test examples that stand for all of them. */
const EXAMPLES = 2000

/** In the order of the page: two that are not wide stand side by side. */
const PICTURES: Readonly<Record<string, (scene: Scene) => PictureGrid[]>> = {
  Reconstructions: reconstructions,
  Denoising: denoising,
  'Decoded from the plane of codes': latentGrid,
  Interpolations: interpolations,
  Clusters: clusterPictures,
  Generated: generated,
  Filters: layerFilters,
}

/**
 * Draws a run's figures into its folder: what needs tensors is done here, so that a report needs none. A figure that
 * cannot be drawn is left out.
 *
 * @returns a sentence on each figure that could not be drawn
 * @throws the signal's reason
 */
export async function drawFigures(
  directory: RunDirectory,
  subject: Subject,
  params: Params,
  rootKey: Key,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const failures: string[] = []
  const drawn: FigureRecord[] = []
  const key = subject.engine.random.fold(rootKey, 'figure')
  try {
    const attempt = async <Drawn>(title: string, draw: () => Drawn[]): Promise<Drawn[]> => {
      await stopIfAborted(signal)
      try {
        return draw()
      } catch (error) {
        failures.push(`The figure “${title}” could not be drawn: ${(error as Error).message}`)
        return []
      }
    }
    const [scene] = await attempt('Codes', () => [sceneOf(subject, params, key)])
    if (scene !== undefined) {
      writePlain(directory, SCATTERS, await attempt('Codes of test examples', () => codeScatter(scene)))
      if (subject.dataset.spec.image !== undefined) {
        for (const [title, draw] of Object.entries(PICTURES))
          for (const grid of await attempt(title, () => draw(scene))) drawn.push(written(directory, subject, grid))
        writePlain(directory, COMPRESSION, await attempt('Compression', () => compression(scene)))
      }
    }
  } finally {
    key.dispose()
  }
  directory.writeJson('figures.json', drawn)
  return failures
}

function sceneOf(subject: Subject, params: Params, key: Key): Scene {
  const { dataset, engine, model } = subject
  const examples = encodeExamples(subject, params, dataset.test, evenly(dataset.test.size, EXAMPLES))
  const own = engine.random.fold(key, 'plane')
  try {
    const plane = planeOfCodes(examples.codes, model.codeDimensions, engine, own)
    return { subject, params, examples, plane, key }
  } finally {
    own.dispose()
  }
}

/** Not indented: thousands of numbers, one a line, are no easier to read. */
function writePlain(directory: RunDirectory, file: string, drawn: readonly unknown[]): void {
  if (drawn.length > 0) directory.write(file, `${JSON.stringify(drawn)}\n`)
}

function written(
  directory: RunDirectory,
  { dataset }: Subject,
  { pixels, columns, range, scale, ...record }: PictureGrid,
): FigureRecord {
  const [height, width] = dataset.spec.image!
  const size = height * width
  const images = { pixels, count: pixels.length / size, height, width }
  const options = { columns, range, ...(scale !== undefined && { scale }) }
  directory.write(record.file, imageGridPng(images, options))
  const bad = Array.from({ length: images.count }, (_, at) => pixels.subarray(at * size, (at + 1) * size)).filter(
    (picture) => !picture.every(Number.isFinite),
  ).length
  const remark = ` ${bad} of ${images.count} pictures hold values that are not finite; NaN is magenta.`
  return { ...record, caption: record.caption + (bad > 0 ? remark : ''), ...imageGridSize(images, options) }
}
