import { entrySchema, HourglassError, type PluginHost, type RegisteredEntry, suggest } from '@hourglass/core'
import type { Command } from 'commander'

import { knownPlugins, withPluginOption } from './known-plugins.js'

type Option = Readonly<Record<string, unknown>>

export function addDescribeCommand(program: Command): void {
  withPluginOption(program.command('describe'))
    .description('tell what a plugin does and which options it takes')
    .argument('<plugin>', 'a name, or point/name where several points have the name: loss/gaussian')
    .action(async (name: string, { plugin }: { plugin: string[] }) => {
      const host = await knownPlugins(plugin)
      const texts = find(host, name).map((registered) => describe(host, registered))
      process.stdout.write(`${texts.join('\n\n')}\n`)
    })
}

/** @throws HourglassError `unknown-plugin` */
function find(host: PluginHost, name: string): RegisteredEntry[] {
  const entries = host.points().flatMap((point) => host.list(point))
  const found = entries.filter((entry) => entry.name === name || `${entry.point.id}/${entry.name}` === name)
  if (found.length > 0) return found
  throw new HourglassError('unknown-plugin', `there is no plugin "${name}"`, {
    expected: suggest(name, [...new Set(entries.map((entry) => entry.name))]),
    remedy: 'hourglass plugins lists all; --plugin <package> adds one that is not standard',
  })
}

function describe(host: PluginHost, registered: RegisteredEntry): string {
  const { point, name, entry, plugin } = registered
  const schema = entrySchema(host, registered) as { properties: Record<string, Option>; required?: string[] }
  const { use: _, ...options } = schema.properties
  const rows = Object.entries(options).map(([option, property]) => [
    option,
    typeOf(property),
    defaultOf(property, option, schema.required),
    String(property['description'] ?? ''),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)))
  return [
    `${point.id} ${name} (${plugin.name})`,
    `  ${entry.summary}`,
    ...(entry.cite === undefined ? [] : [`  source: ${entry.cite}`]),
    ...(entry.details === undefined
      ? []
      : [
          '',
          ...entry.details
            .trim()
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
    '',
    rows.length === 0 ? 'no options' : 'options',
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
    '',
    `in an experiment: ${usage(point.id)}${listed(point.id, `{ use: ${name}${rows.map(([option]) => example(option!, options[option!]!)).join('')} }`)}`,
  ].join('\n')
}

const LISTED: Readonly<Record<string, string>> = {
  regularizer: 'regularizers',
  stage: 'stages',
  metric: 'metrics',
  baseline: 'baselines',
}

const OPTION_OF: Readonly<Record<string, string>> = { optimizer: 'a stage', schedule: 'an optimizer' }

function usage(point: string): string {
  if (OPTION_OF[point] !== undefined) return `(an option of ${OPTION_OF[point]}) ${point}: `
  return LISTED[point] === undefined ? `${point}: ` : `${LISTED[point]}: `
}

function listed(point: string, reference: string): string {
  return LISTED[point] === undefined ? reference : `[${reference}]`
}

function example(name: string, option: Option): string {
  return option['default'] === undefined ? '' : `, ${name}: ${JSON.stringify(option['default'])}`
}

function typeOf(option: Option): string {
  if (Array.isArray(option['enum'])) return option['enum'].join(' | ')
  const [first] = (option['anyOf'] ?? []) as Option[]
  if (typeof first?.['$ref'] === 'string') return typeOf(first)
  if (typeof option['$ref'] === 'string') return `plugin: ${option['$ref'].split('/').at(-1)}`
  if (option['type'] === 'array') return `list of ${typeOf((option['items'] ?? {}) as Option)}`
  const bound = (inclusive: string, exclusive: string, brackets: readonly [string, string], open: string): string =>
    option[inclusive] !== undefined
      ? `${brackets[0]}${option[inclusive]}`
      : option[exclusive] !== undefined
        ? `${brackets[1]}${option[exclusive]}`
        : open
  if (option['type'] !== 'number' && option['type'] !== 'integer') return String(option['type'] ?? 'any')
  const low = bound('minimum', 'exclusiveMinimum', ['[', '('], '(-∞')
  const high = bound('maximum', 'exclusiveMaximum', ['', ''], '∞')
  return `${option['type']} in ${low}, ${high}${option['maximum'] === undefined ? ')' : ']'}`
}

function defaultOf(option: Option, name: string, required: readonly string[] | undefined): string {
  if (option['default'] !== undefined) return `default ${JSON.stringify(option['default'])}`
  return required?.includes(name) ? 'required' : ''
}
