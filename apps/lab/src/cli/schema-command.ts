import { experimentJsonSchema } from '@hourglass/core'
import type { Command } from 'commander'

import { knownPlugins, withPluginOption } from './known-plugins.js'

export function addSchemaCommand(program: Command): void {
  withPluginOption(program.command('schema'))
    .description('print the JSON Schema of an experiment, for completion in editors')
    .action(async ({ plugin }: { plugin: string[] }) => {
      const schema = experimentJsonSchema(await knownPlugins(plugin))
      process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`)
    })
}
