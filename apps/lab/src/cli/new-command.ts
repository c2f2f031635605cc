import { HourglassError, PluginHost } from '@hourglass/core'
import { createPlugin, describeCreated, PLUGIN_KIND_NAMES } from '@hourglass/create-plugin'
import type { Command } from 'commander'

import { STANDARD_PLUGINS } from '../standard-plugins.js'

export function addNewCommand(program: Command): void {
  program
    .command('new')
    .description('write a package with a plugin of your own: code, conformance tests, an experiment that uses it')
    .argument('<kind>', PLUGIN_KIND_NAMES.join(', '))
    .argument('<name>', 'as experiments will name it, e.g. dimming')
    .option('--in <folder>', 'where its folder goes (default: packages inside a clone of Hourglass, else here)')
    .action((kind: string, name: string, options: { in?: string }) => {
      refuseStandardName(kind, name)
      process.stdout.write(`${describeCreated(createPlugin({ kind, name, folder: options.in }))}\n`)
    })
}

/** A second plugin of the same kind and name could not be installed beside the standard one. */
function refuseStandardName(kind: string, name: string): void {
  if (!new PluginHost(STANDARD_PLUGINS).list(kind).some((registered) => registered.name === name)) return
  throw new HourglassError('duplicate-plugin', `there is a ${kind} "${name}" among the standard plugins`, {
    remedy: `another name; hourglass describe ${name} tells of the standard one`,
  })
}
