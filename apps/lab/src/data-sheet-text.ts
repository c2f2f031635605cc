import type { Dataset } from '@hourglass/core'

import { classSizes, describeExample, describeHashes, SPLITS, type SplitName } from './data-facts.js'
import type { Drawn, SheetRequest } from './data-selection.js'
import type { NumberStatistics, SplitStatistics } from './data-statistics.js'
import { aligned, brief, count, dataTable, labelled, percent } from './data-table.js'

/** Dimensions in a table; the JSON has all. */
const MOST_DIMENSIONS = 50

/** Statistics in tables: by class, and by dimension where the examples are no pictures. */
export function statisticsTables({ name, dataset: { spec }, split }: SheetRequest, found: SplitStatistics): string[] {
  const { all, classes = [], dimensions } = found
  const groups = [
    ['', 'examples', 'share', ...HEADS],
    ...classes.map((one, label) => [
      `class ${label}`,
      count(one.examples),
      percent(one.examples / all.examples),
      ...numbers(one),
    ]),
    ['all', count(all.examples), percent(1), ...numbers(all)],
  ]
  return [
    `${name}, ${split}: ${count(all.examples)} examples of ${describeExample(spec)}`,
    '',
    ...dataTable(groups, isNumber),
    ...(spec.image === undefined ? ['', ...dimensionTable(dimensions)] : []),
  ]
}

function dimensionTable(dimensions: SplitStatistics['dimensions']): string[] {
  const shown = dimensions.slice(0, MOST_DIMENSIONS)
  const more = dimensions.length - shown.length
  return [
    ...dataTable([['', ...HEADS], ...shown.map((one, place) => [`x${place + 1}`, ...numbers(one)])], isNumber),
    ...(more > 0 ? [`and ${count(more)} more: see statistics.json`] : []),
  ]
}

/** The tables with all else that a reader of them may ask. */
export function statisticsText(request: SheetRequest, found: SplitStatistics, drawn: readonly Drawn[]): string {
  const { dataset } = request
  const { hashes, notes = [] } = dataset
  return [
    ...statisticsTables(request, found),
    '',
    'Mean, standard deviation, least, greatest and zeros of a class are of all numbers of its examples together.',
    '',
    ...labelled([
      ...SPLITS.map((split): [string, string] => [
        'splits',
        `${split} ${count(dataset[split].size)}${sizesOf(dataset, split)}`,
      ]),
      ...describeHashes(hashes).map((line): [string, string] => ['SHA-256', line]),
      ...notes.map((note): [string, string] => ['note', note]),
    ]),
    '',
    ...labelled(drawn.map(({ file, caption }) => [file, caption])),
    '',
  ].join('\n')
}

const HEADS = ['mean', 'st. dev.', 'min', 'max', 'zeros'] as const

function numbers({ mean, standardDeviation, min, max, zeros }: Omit<NumberStatistics, 'meanExample' | 'examples'>) {
  return [...[mean, standardDeviation].map(aligned), ...[min, max].map(brief), percent(zeros)]
}

const isNumber = (column: number): boolean => column > 0

function sizesOf(dataset: Dataset, split: SplitName): string {
  const sizes = classSizes(dataset[split], dataset.spec)
  return sizes === undefined ? '' : `, by class ${sizes.map(count).join(' ')}`
}
