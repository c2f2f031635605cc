import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

import { canonicalJson, type Dataset, type DataFile } from '@hourglass/core'

import { checkHashes, checkManifold, checkSpec, checkSplit, contradiction, digestSplit } from './data-checks.js'
import { dataFacts, describeExample, SPLITS, type SplitName } from './data-facts.js'
import type { NamedSource } from './data-source.js'
import { count } from './data-table.js'
import { secondsSince } from './seconds-since.js'

type Progress = (message: string) => void

/** What was checked and found to be so. */
export interface Verification extends ReturnType<typeof dataFacts> {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly published: Readonly<Record<string, string>>
  /** Examples that equal an earlier one of the same split (`train`), or one of another split (`validation in train`). */
  readonly repeated: Readonly<Record<string, number>>
  /** In words: what, and how it was found. */
  readonly checked: readonly (readonly [what: string, finding: string])[]
  readonly seconds: number
}

interface Fingerprint {
  readonly hashes: Readonly<Record<string, string>>
  /** SHA-256 of all numbers and labels of each split. */
  readonly splits: Readonly<Record<SplitName, string>>
}

/**
 * Everything again from the beginning: a set that is made is made anew and held against the copy that is kept, any other
 * one is loaded twice; the hashes are held against the published ones, and every number against what the set says of
 * itself.
 *
 * @throws HourglassError `data-contradiction` at the first thing wrong; what loading throws
 */
export async function verifyData(named: NamedSource, progress: Progress, signal: AbortSignal): Promise<Verification> {
  const began = performance.now()
  const { name, options, source } = named
  const kept = await keptFiles(named, signal)
  const isMade = source.remake !== undefined
  const earlier = isMade && kept === undefined ? undefined : await loadEarlier(named, kept, progress, signal)

  const dataset = await named.load(progress, signal, true)
  checkSpec(dataset.spec)
  checkHashes(dataset.hashes, source.published)
  progress('checking every number')
  const digests = {} as Record<SplitName, readonly string[]>
  for (const split of SPLITS)
    digests[split] = await named.ask('read', () => checkSplit(split, dataset[split], dataset.spec, signal), signal)
  checkManifold(dataset)
  if (earlier !== undefined) compare(earlier, fingerprint(dataset, digests), isMade)

  const repeated = countRepeated(digests)
  return {
    name,
    options,
    ...dataFacts(dataset),
    published: source.published ?? {},
    repeated,
    checked: [
      ['from the start', describeAgain(isMade, earlier !== undefined)],
      ...SPLITS.map((split): [string, string] => [split, describeSplit(dataset, split)]),
      ...(dataset.manifold === undefined
        ? []
        : [['manifold', `${count(dataset.manifold.length / dataset.spec.dimensions)} points, all finite`] as const]),
      ['repeated', describeRepeated(repeated)],
    ],
    seconds: secondsSince(began),
  }
}

/** The files that a made set is kept in, with what is in them; `undefined` where it is not kept. */
async function keptFiles(named: NamedSource, signal: AbortSignal): Promise<string | undefined> {
  if (named.source.remake === undefined) return undefined
  const files = await named.ask('asked for its files', async (source) => source.files?.() ?? [], signal)
  return files.length > 0 && files.every(({ path }) => path !== undefined) ? await contentOf(files) : undefined
}

async function loadEarlier(
  named: NamedSource,
  kept: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Fingerprint> {
  const dataset = await named.load(progress, signal)
  checkSpec(dataset.spec)
  // Whoever reads a damaged copy makes it again without being asked; that must not pass for a sound one.
  if (kept !== undefined && (await keptFiles(named, signal)) !== kept)
    throw contradiction(
      `the kept copy of ${named.name} was damaged`,
      'the bytes that were kept when it was made',
      'nothing: it has just been made and kept again; to be sure, verify once more',
    )
  const digests = {} as Record<SplitName, readonly string[]>
  for (const split of SPLITS)
    digests[split] = await named.ask('read', () => digestSplit(dataset[split], dataset.spec, signal), signal)
  return fingerprint(dataset, digests)
}

async function contentOf(files: readonly DataFile[]): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, path } of files) {
    hash.update(`${name}\n`)
    if ((await stat(path!)).isFile()) for await (const chunk of createReadStream(path!)) hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}

function fingerprint(dataset: Dataset, digests: Readonly<Record<SplitName, readonly string[]>>): Fingerprint {
  const of = (split: SplitName): string => {
    const hash = createHash('sha256')
    for (const digest of digests[split]) hash.update(digest)
    return hash.update(dataset[split].labels ?? '').digest('hex')
  }
  return { hashes: dataset.hashes, splits: { train: of('train'), validation: of('validation'), test: of('test') } }
}

function compare(earlier: Fingerprint, now: Fingerprint, isMade: boolean): void {
  const [before, after] = isMade
    ? ['the kept copy', 'what is made anew']
    : ['what was loaded first', 'what was loaded again']
  const split = SPLITS.find((each) => earlier.splits[each] !== now.splits[each])
  if (split !== undefined)
    throw contradiction(`${split}: ${before} holds other examples than ${after}`, 'the same ones, in the same order')
  if (canonicalJson(earlier.hashes) !== canonicalJson(now.hashes))
    throw contradiction(
      `${before} has other hashes than ${after}: ${canonicalJson(earlier.hashes)}, ${canonicalJson(now.hashes)}`,
      'the same ones',
    )
}

function countRepeated(digests: Readonly<Record<SplitName, readonly string[]>>): Record<string, number> {
  const sets = { train: new Set(digests.train), validation: new Set(digests.validation), test: new Set(digests.test) }
  const within = SPLITS.map((split) => [split, digests[split].length - sets[split].size] as const)
  const between = (
    [
      ['validation', 'train'],
      ['test', 'train'],
      ['test', 'validation'],
    ] as const
  ).map(
    ([split, other]) =>
      [`${split} in ${other}`, digests[split].filter((each) => sets[other].has(each)).length] as const,
  )
  return Object.fromEntries([...within, ...between])
}

function describeAgain(isMade: boolean, compared: boolean): string {
  if (!isMade) return 'loaded twice: the same examples in the same order, the same hashes'
  return compared ? 'made anew: the same as the copy that is kept' : 'made anew; no copy was kept to compare it with'
}

function describeSplit({ spec, ...splits }: Dataset, split: SplitName): string {
  const { size, bytes } = splits[split]
  return [
    `${count(size)} × ${describeExample(spec)}, all finite`,
    ...(bytes === undefined ? [] : ['the same as their bytes']),
    ...(spec.classes === undefined ? [] : [`labels 0 … ${spec.classes - 1}`]),
  ].join('; ')
}

function describeRepeated(repeated: Readonly<Record<string, number>>): string {
  const found = Object.entries(repeated).filter(([, number]) => number > 0)
  if (found.length === 0) return 'no example stands twice, in one split or in two'
  return found.map(([where, number]) => `${where}: ${count(number)}`).join('; ')
}
