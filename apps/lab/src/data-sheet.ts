import { dataFacts } from './data-facts.js'
import { pictures } from './data-pictures.js'
import { exampleTable, scatters } from './data-points.js'
import type { SheetRequest } from './data-selection.js'
import { statisticsTables, statisticsText } from './data-sheet-text.js'
import { type NumberStatistics, splitStatistics } from './data-statistics.js'

export interface DataSheet {
  /** By file name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** What each file shows, in a line. */
  readonly captions: Readonly<Record<string, string>>
  /** As `statistics.json` has it. */
  readonly statistics: Record<string, unknown>
  /** The tables at the head of `statistics.txt`. */
  readonly tables: string
}

/** Pictures and statistics of one split, as files; nothing is written. */
export async function dataSheet(request: SheetRequest, signal: AbortSignal): Promise<DataSheet> {
  const { name, options, dataset, split } = request
  const { spec } = dataset
  const found = await splitStatistics(dataset[split], spec, signal)
  // Pairs of more coordinates than three would be more plots than anyone looks at.
  const isSpace = spec.dimensions === 2 || spec.dimensions === 3
  const drawn =
    spec.image === undefined
      ? [...(isSpace ? scatters(request) : []), exampleTable(request)]
      : pictures(request, found, spec.image)
  const statistics = {
    set: name,
    options,
    split,
    ...dataFacts(dataset),
    all: withoutMeans(found.all),
    ...(found.classes && { classes: found.classes.map((one, label) => ({ class: label, ...withoutMeans(one) })) }),
    ...(spec.image === undefined && { dimensions: found.dimensions }),
  }
  return {
    files: {
      ...Object.fromEntries(drawn.map(({ file, content }) => [file, content])),
      'statistics.txt': statisticsText(request, found, drawn),
      'statistics.json': `${JSON.stringify(statistics, null, 2)}\n`,
    },
    captions: {
      ...Object.fromEntries(drawn.map(({ file, caption }) => [file, caption])),
      'statistics.txt': 'numbers of examples, means, ranges',
      'statistics.json': 'the same for programs',
    },
    statistics,
    tables: statisticsTables(request, found).join('\n'),
  }
}

/** A picture of means is a file of its own. */
function withoutMeans({ examples, mean, standardDeviation, min, max, zeros }: NumberStatistics) {
  return { examples, mean, standardDeviation, min, max, zeros }
}
