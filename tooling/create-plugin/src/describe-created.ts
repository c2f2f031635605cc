import { relative } from 'node:path'

import type { CreatedPlugin } from './create-plugin.js'
import { PLUGIN_KIND_NAMES } from './plugin-kind.js'

/** What a user is told: where to look first, and what to type next. */
export function describeCreated({ folder, name, inWorkspace }: CreatedPlugin): string {
  const files = [
    [`src/${name.kebab}.ts`, 'the mathematics: start here'],
    ['src/index.ts', 'its name, summary and options'],
    [`src/${name.kebab}.test.ts`, 'the conformance tests, held against float64'],
    ['experiment.yaml', 'uses it'],
  ] as const
  const width = Math.max(...files.map(([file]) => file.length))
  const npm = inWorkspace ? 'npx pnpm' : 'npm'
  return [
    `created ${name.package} in ${folder}`,
    '',
    ...files.map(([file, what]) => `  ${file.padEnd(width)}  ${what}`),
    '',
    'next:',
    '',
    `  cd ${relative('', folder)}`,
    `  ${npm} install`,
    `  ${npm} test`,
    `  ${npm} run build`,
    '  npx hourglass run experiment.yaml',
  ].join('\n')
}

export function usage(command: string): string {
  return [
    `usage: ${command} <kind> <name> [--in folder]`,
    `  kinds: ${PLUGIN_KIND_NAMES.join(', ')}`,
    `  e.g. ${command} noise dimming`,
  ].join('\n')
}
