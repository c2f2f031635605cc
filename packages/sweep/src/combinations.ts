import { canonicalJson } from '@hourglass/core'

import type { Change } from './change.js'
import type { Axis, Row } from './row.js'

/** Settings that hold together; of no option twice. */
export type Combination = readonly Change[]

/**
 * Every combination of a row's axes, the last axis fastest, without those that `exclude` names, and with what `include`
 * adds. As in a matrix of GitHub Actions:
 *
 *   exclude: a combination goes if all that the entry says is true of it;
 *   include, after that: an entry is added to every combination of the axes of which it overwrites nothing that an axis
 *   says (what an earlier entry added it may overwrite); where there is none, it is a combination of its own, to which
 *   later entries add nothing.
 *
 * A row without axes and entries is one combination, of nothing.
 * Source: https://docs.github.com/actions/using-jobs/using-a-matrix-for-your-jobs
 */
export function combinations({ axes, exclude, include }: Pick<Row, 'axes' | 'exclude' | 'include'>): Combination[] {
  if (axes.length === 0 && include.length === 0) return [[]]
  const product = axes.length === 0 ? [] : cartesian(axes)
  const kept = product.filter((combination) => !exclude.some((entry) => entry.every((one) => says(combination, one))))
  const extended: Combination[] = [...kept]
  const own: Combination[] = []
  for (const entry of include) {
    const fits = kept.flatMap((combination, place) => (overwrites(entry, combination) ? [] : [place]))
    for (const place of fits) extended[place] = withChanges(extended[place]!, entry)
    if (fits.length === 0) own.push(entry)
  }
  return [...extended, ...own]
}

function cartesian(axes: readonly Axis[]): Combination[] {
  return axes.reduce<Combination[]>(
    (before, { columns }) =>
      before.flatMap((combination) =>
        columns[0]!.map((_, place) =>
          withChanges(
            combination,
            columns.map((column) => column[place]!),
          ),
        ),
      ),
    [[]],
  )
}

function says(combination: Combination, { path, value }: Change): boolean {
  const found = combination.find((change) => change.path === path)
  return found !== undefined && canonicalJson(found.value) === canonicalJson(value)
}

function overwrites(entry: Combination, combination: Combination): boolean {
  return entry.some((one) => combination.some(({ path }) => path === one.path) && !says(combination, one))
}

function withChanges(combination: Combination, more: Combination): Combination {
  const paths = new Set(more.map(({ path }) => path))
  return [...combination.filter(({ path }) => !paths.has(path)), ...more]
}
