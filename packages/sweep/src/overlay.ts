import { type Change, inside, invalidSweep, isOptionPath, type Origin } from './change.js'
import { holdFixed } from './hold-fixed.js'
import type { Axis, Row, SelectRow } from './row.js'
import type { SelectFile, Variations } from './sweep-file.js'

/**
 * What a row says on top of what it starts from: the sweep as a whole, or the file that this one extends.
 *
 *   extends, seeds, zip, exclude, include: replaced;
 *   matrix: replaced path by path, in the place of the old one;
 *   select: replaced key by key, its `over` and `chosen` path by path;
 *   set: on top, and what varied the same option varies it no more.
 *
 * @throws HourglassError `invalid-sweep`
 */
export function overlay(row: Row, given: Variations, origin: Origin): Row {
  const at = (...keys: (string | number)[]): Origin => inside(origin, ...keys)
  const fixed = holdFixed(row, changesOf(given.set ?? {}, at('set')))
  const entries = (key: 'exclude' | 'include') =>
    given[key]?.map((entry, place) => changesOf(entry, at(key, place))) ?? fixed[key]
  return {
    ...fixed,
    base: given.extends === undefined ? fixed.base : { name: given.extends, origin: at('extends') },
    axes: [...matrixOver(fixed.axes, given, at('matrix')), ...zipOver(fixed.axes, given, at('zip'))],
    exclude: entries('exclude'),
    include: entries('include'),
    seeds: given.seeds === undefined ? fixed.seeds : seedList(given.seeds, at('seeds')),
    select: selectOver(fixed.select, given.select, at('select')),
    origin,
  }
}

function changesOf(settings: Readonly<Record<string, unknown>>, origin: Origin): Change[] {
  return Object.entries(settings).map(([path, value]) => {
    const here = inside(origin, path)
    requireOption(path, here)
    return { path, value, origin: here }
  })
}

/** @throws HourglassError `invalid-sweep` */
function requireOption(path: string, origin: Origin): void {
  if (path === 'include' || path === 'exclude')
    throw invalidSweep(`${path} is no option`, origin, { remedy: `write ${path} beside matrix, not in it` })
  if (!isOptionPath(path))
    throw invalidSweep(`"${path}" is no path of an option`, origin, {
      expected: 'e.g. noise.fraction or stages[0].optimizer.learningRate',
    })
  if (path === 'seed')
    throw invalidSweep('the seed is no setting of a sweep', origin, { remedy: 'write seeds: [1, 2, 3], or seeds: 3' })
  if (path === 'plugins' || path.startsWith('plugins['))
    throw invalidSweep('plugins are no setting of a sweep', origin, {
      remedy: 'write plugins: […] at the top of the sweep',
    })
}

function column(path: string, values: readonly unknown[], origin: Origin): Change[] {
  const here = inside(origin, path)
  requireOption(path, here)
  return values.map((value, place) => ({ path, value, origin: inside(here, place) }))
}

function matrixOver(before: readonly Axis[], { matrix = {} }: Variations, origin: Origin): Axis[] {
  const byPath = new Map(
    Object.entries(matrix).map(([path, values]): [string, Axis] => {
      const own = column(path, values, origin)
      refuseTwice(own)
      return [path, { kind: 'matrix', columns: [own] }]
    }),
  )
  const kept = before
    .filter(({ kind }) => kind === 'matrix')
    .map((axis) => {
      const { path } = axis.columns[0]![0]!
      const replaced = byPath.get(path) ?? axis
      byPath.delete(path)
      return replaced
    })
  return [...kept, ...byPath.values()]
}

function refuseTwice(values: readonly Change[]): void {
  const seen = new Set<string>()
  for (const { path, value, origin } of values) {
    const text = JSON.stringify(value)
    if (seen.has(text)) throw invalidSweep(`${path} has the value ${text} twice`, origin)
    seen.add(text)
  }
}

function zipOver(before: readonly Axis[], { zip }: Variations, origin: Origin): Axis[] {
  if (zip === undefined) return before.filter(({ kind }) => kind === 'zip')
  const groups = Array.isArray(zip)
    ? zip.map((group, place) => [group, inside(origin, place)] as const)
    : [[zip, origin] as const]
  return groups.map(([group, here]) => {
    const columns = Object.entries(group).map(([path, values]) => column(path, values, here))
    const [first] = columns
    const odd = columns.find(({ length }) => length !== first!.length)
    if (odd !== undefined)
      throw invalidSweep(`${odd[0]!.path} has ${odd.length} values, ${first![0]!.path} has ${first!.length}`, here, {
        expected: 'as many values of each option of a zip, for they go together',
        remedy: 'write them under matrix for every combination',
      })
    return { kind: 'zip', columns }
  })
}

function seedList(seeds: number | readonly number[], origin: Origin): readonly number[] {
  if (typeof seeds === 'number') return Array.from({ length: seeds }, (_, place) => place + 1)
  const twice = seeds.find((seed, place) => seeds.indexOf(seed) !== place)
  if (twice !== undefined) throw invalidSweep(`seed ${twice} is there twice`, origin)
  return seeds
}

function selectOver(
  before: SelectRow | undefined,
  given: SelectFile | undefined,
  origin: Origin,
): SelectRow | undefined {
  if (given === undefined) return before
  const at = (key: string): Origin => inside(origin, key)
  const { over = {}, chosen, seeds, ...rest } = given
  return {
    ...before,
    ...rest,
    ...(seeds !== undefined && { seeds: seedList(seeds, at('seeds')) }),
    over: pathByPath(before?.over ?? [], changesOf(over, at('over'))),
    ...(chosen && { chosen: pathByPath(before?.chosen ?? [], changesOf(chosen, at('chosen'))) }),
  }
}

function pathByPath(before: readonly Change[], own: readonly Change[]): Change[] {
  const paths = new Set(own.map(({ path }) => path))
  return [...before.filter(({ path }) => !paths.has(path)), ...own]
}
