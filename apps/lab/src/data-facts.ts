import type { Dataset, DataSpec, Split } from '@hourglass/core'

import { brief, count } from './data-table.js'

export const SPLITS = ['train', 'validation', 'test'] as const
export type SplitName = (typeof SPLITS)[number]

/** `28 × 28 pixels in [0, 1]`, or `3 numbers in [-1, 1]`. */
export function describeExample({ dimensions, image, range }: DataSpec): string {
  const numbers = `${count(dimensions)} ${dimensions === 1 ? 'number' : 'numbers'}`
  return `${image === undefined ? numbers : `${image.join(' × ')} pixels`} in [${range.map(brief).join(', ')}]`
}

/** Examples of each class; `undefined` where there are none. */
export function classSizes({ labels }: Split, { classes }: DataSpec): number[] | undefined {
  if (labels === undefined || classes === undefined) return undefined
  const sizes = Array.from({ length: classes }, () => 0)
  for (const label of labels) if (label < classes) sizes[label]!++
  return sizes
}

/** What `--json` tells of a data set that was loaded. */
export function dataFacts(dataset: Dataset) {
  return {
    spec: dataset.spec,
    splits: Object.fromEntries(
      SPLITS.map((split) => [
        split,
        { examples: dataset[split].size, classSizes: classSizes(dataset[split], dataset.spec) },
      ]),
    ),
    hashes: dataset.hashes,
    notes: dataset.notes ?? [],
  }
}

/** How the hashes compare with the published ones: a line for each hash. */
export function describeHashes(
  hashes: Readonly<Record<string, string>>,
  published: Readonly<Record<string, string>> = {},
): string[] {
  const width = Math.max(0, ...Object.keys(hashes).map((name) => name.length))
  return Object.entries(hashes).map(([name, hash]) => {
    const verdict =
      published[name] === undefined ? '' : published[name] === hash ? '  as published' : '  NOT as published'
    return `${name.padEnd(width)}  ${hash}${verdict}`
  })
}
