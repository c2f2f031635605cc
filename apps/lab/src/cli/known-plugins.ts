import { dirname, resolve } from 'node:path'

import { PluginHost } from '@hourglass/core'
import type { Command } from 'commander'

import { loadPlugins } from '../load-plugins.js'
import { STANDARD_PLUGINS } from '../standard-plugins.js'

/** Adds `--plugin` to a command that looks at plugins without an experiment. */
export function withPluginOption(command: Command): Command {
  return command.option(
    '--plugin <package>',
    'a plugin besides the standard ones; may be repeated',
    (value: string, previous: string[]) => [...previous, value],
    [],
  )
}

/** The standard plugins and those of `--plugin`, seen from the current folder. */
export async function knownPlugins(names: readonly string[]): Promise<PluginHost> {
  const folder = dirname(resolve('experiment.yaml'))
  return new PluginHost([...STANDARD_PLUGINS, ...(await loadPlugins(names, folder)).map(({ plugin }) => plugin)])
}
