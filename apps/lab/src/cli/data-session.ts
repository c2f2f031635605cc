import type { Command } from 'commander'

import { dataSource, type NamedSource } from '../data-source.js'
import { DataProgress } from './data-progress.js'
import { interruptSignal } from './interrupt-signal.js'
import { knownPlugins, withPluginOption } from './known-plugins.js'

export interface DataSetOptions {
  readonly plugin: string[]
  readonly set: string[]
}

export interface DataSession {
  readonly named: NamedSource
  readonly progress: (message: string) => void
  readonly signal: AbortSignal
}

/** A command about one data set: its name, and `--set` and `--plugin` as `run` and `describe` have them. */
export function dataSetCommand(data: Command, name: string): Command {
  const command = data
    .command(name)
    .argument('<set>', 'the name of a data set; hourglass data list tells them')
    .option(
      '--set <option=value>',
      'change an option of the data set, e.g. seed=2; may be repeated',
      (value: string, previous: string[]) => [...previous, value],
      [],
    )
  return withPluginOption(command)
}

/**
 * Creates the data set that the user named, and works with it until done or interrupted.
 *
 * @returns what `work` returned, once progress has been told to its end
 */
export async function withDataSet<Result>(
  name: string,
  { plugin, set }: DataSetOptions,
  work: (session: DataSession) => Promise<Result>,
): Promise<Result> {
  const named = dataSource(await knownPlugins(plugin), name, set)
  const display = new DataProgress()
  const { signal, release } = interruptSignal()
  try {
    return await work({ named, progress: display.tell, signal })
  } finally {
    display.finish()
    release()
    named.dispose()
  }
}
