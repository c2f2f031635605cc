import type { Command } from 'commander'

import { knownPlugins, withPluginOption } from './known-plugins.js'

export function addPluginsCommand(program: Command): void {
  withPluginOption(program.command('plugins'))
    .description('list everything an experiment can name')
    .option('--json', 'as JSON')
    .action(async ({ plugin, json }: { plugin: string[]; json?: boolean }) => {
      const host = await knownPlugins(plugin)
      const entries = host.points().flatMap((point) => host.list(point))
      if (json) {
        const rows = entries.map(({ point, name, entry, plugin: { name: from } }) => ({
          point: point.id,
          name,
          summary: entry.summary,
          cite: entry.cite,
          package: from,
        }))
        process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
        return
      }
      const width = Math.max(...entries.map(({ name }) => name.length))
      for (const point of host.points()) {
        process.stdout.write(`${point}\n`)
        for (const { name, entry } of host.list(point))
          process.stdout.write(`  ${name.padEnd(width)}  ${entry.summary}\n`)
      }
      process.stdout.write('\nhourglass describe <name> tells the options of each.\n')
    })
}
