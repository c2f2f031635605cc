import type { Block, Dataset, Engine, Params, Split } from '@hourglass/core'
import { floatSplit, free } from '@hourglass/engine'

import { codesOf } from './codes-of.js'

/** What the next block learns from: the codes of clean examples, as numbers on the host. */
export function codesDataset(engine: Engine, dataset: Dataset, { model }: Block, params: Params): Dataset {
  const encode = codesOf(engine, model)
  const dimensions = model.codeDimensions
  const codes = (split: Split): Split => {
    const values = new Float32Array(split.size * dimensions)
    let start = 0
    for (const block of encode(params, split)) {
      values.set(block.dataSync(), start)
      start += block.size
      free(block)
    }
    return floatSplit({ values, dimensions, ...(split.labels && { labels: split.labels }) })
  }
  const { name, spec, test, hashes } = dataset
  const { image: _, ...rest } = spec
  const [train, validation] = [codes(dataset.train), codes(dataset.validation)]
  return { name: `codes of ${name}`, spec: { ...rest, dimensions }, train, validation, test, hashes }
}

/** A stage has no business with test examples, and their codes need not be made. */
export function withoutTest(dataset: Dataset): Dataset {
  return { ...dataset, test: { size: 0, rows: () => new Float32Array(0) } }
}
