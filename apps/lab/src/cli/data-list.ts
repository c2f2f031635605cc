import { homedir } from 'node:os'
import { join, sep } from 'node:path'

import { cacheFolder, DATASET, type RegisteredEntry } from '@hourglass/core'
import type { Command } from 'commander'

import { type DataState, dataState } from '../data-state.js'
import { count, dataTable } from '../data-table.js'
import { knownPlugins, withPluginOption } from './known-plugins.js'

interface Listed {
  readonly registered: RegisteredEntry
  readonly state: DataState
}

/** More missing files than this are counted, not named. */
const MOST_NAMED = 4

export function addDataList(data: Command): void {
  withPluginOption(data.command('list'))
    .description('tell every data set, and whether it is there, is to be made or is to be downloaded')
    .option('--json', 'as JSON')
    .action(async ({ plugin, json }: { plugin: string[]; json?: boolean }) => {
      const host = await knownPlugins(plugin)
      const sets: Listed[] = []
      for (const registered of host.list(DATASET)) sets.push({ registered, state: await dataState(host, registered) })
      process.stdout.write(json ? `${JSON.stringify(sets.map(asJson), null, 2)}\n` : text(sets))
    })
}

function asJson({ registered: { name, entry, plugin }, state }: Listed) {
  return { name, summary: entry.summary, cite: entry.cite, package: plugin.name, ...state }
}

function text(sets: readonly Listed[]): string {
  const rows = sets.map(({ registered: { name, entry }, state: { state } }) => [name, state, entry.summary])
  const lines = dataTable(rows)
  const indent = ' '.repeat(Math.max(0, ...sets.map(({ registered }) => registered.name.length)) + 2)
  const { HOURGLASS_DATA } = process.env
  const named = HOURGLASS_DATA ? `${short(HOURGLASS_DATA)} (HOURGLASS_DATA)` : 'the folder that HOURGLASS_DATA names'
  return [
    ...sets.flatMap(({ state }, place) => [lines[place]!, ...remarks(state).map((remark) => `${indent}${remark}`)]),
    '',
    `Files are looked for in ${named}, then in ${short(join(cacheFolder(), 'datasets'))}.`,
    'hourglass data make|fetch|verify|show <set> does more with one; hourglass describe <set> tells its options.',
    '',
  ].join('\n')
}

/** What there is to say of a state besides its name. */
function remarks({ state, files, folders, required, problem }: DataState): string[] {
  if (state === 'needs options')
    return [required.length > 0 ? `give ${required.map((option) => `--set ${option}=…`).join(' ')}` : problem!]
  if (state === 'unusable') return [problem!]
  const found = folders.length === 0 ? [] : [`in ${folders.map(short).join(', ')}`]
  const missing = files.filter(({ path }) => path === undefined).map(({ name }) => name)
  if (missing.length === 0) return found
  if (state === 'to be made') return found
  const names = missing.length > MOST_NAMED ? `${count(missing.length)} files` : missing.join(', ')
  return [...found, `missing: ${names}`]
}

/** As people write it: `~/.cache/hourglass`. */
function short(path: string): string {
  const home = homedir()
  return path.startsWith(`${home}${sep}`) ? `~${path.slice(home.length)}` : path
}
