import { parseOrExplain } from '@hourglass/core'
import { z } from 'zod'

const settings = z.record(z.string(), z.unknown())
const axes = z.record(z.string(), z.array(z.unknown()).min(1))

export const SEARCH_METHODS = ['random', 'grid'] as const
export const KEPT_EPOCHS = ['kept', 'last', 'smallest'] as const

const term = z.union([z.string(), z.array(z.string()).min(1)])

const criterion = z.strictObject({
  stage: z.number().int().min(0).optional().describe('Its place; default: the last stage that tells the term'),
  term: term.optional().describe('On validation; of equals of the first, the second decides; default: error'),
  of: z.enum(KEPT_EPOCHS).optional().describe('Default: kept, the epoch whose parameters the stage returned'),
})

const seeds = z
  .union([z.number().int().min(1), z.array(z.number().int().min(0)).min(1)])
  .describe('n: 1 … n; or a list')

const select = z.strictObject({
  method: z.enum(SEARCH_METHODS).optional().describe('Default: random'),
  budget: z.number().int().min(1).optional().describe('Trials; of a grid: at most this many'),
  seed: z.number().int().min(0).optional().describe('Of the draws; default: 1'),
  seeds: seeds.optional().describe('What every trial is trained with; default: the first of the seeds'),
  by: z
    .union([z.string(), criterion])
    .optional()
    .describe('Default: validation error after the last stage that has one'),
  over: settings.optional().describe('Path → range'),
  chosen: settings.optional().describe('What an earlier search found: nothing is searched'),
})

/** What the sweep as a whole and each of its rows may say. */
const variations = {
  extends: z.string().min(1).optional(),
  set: settings.optional().describe('Path → value, as --set; null takes an option away'),
  matrix: axes.optional().describe('Path → values: every combination'),
  zip: z
    .union([axes, z.array(axes)])
    .optional()
    .describe('Path → values: the first of each, the second of each, …'),
  exclude: z.array(settings).optional().describe('Combinations that are left out'),
  include: z.array(settings).optional().describe('More settings for the combinations they fit, or combinations more'),
  seeds: seeds.optional(),
  select: select.optional(),
}

const row = z.strictObject({
  name: z.string().min(1),
  ...variations,
  published: z.record(z.string(), z.number()).optional().describe('Measurement → what the source reports'),
})

const sweepSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a name of lower-case letters, digits and single hyphens')
    .max(64),
  description: z.string().optional(),
  source: z.string().optional().describe('Where the published numbers are from'),
  plugins: z.array(z.string().min(1)).optional().describe("Besides those of the experiment's"),
  columns: z.array(z.string().min(1)).min(1).optional().describe('Measurements of the table; default: all'),
  ...variations,
  rows: z.array(row).min(1).optional(),
})

/** A sweep as it stands in one file. */
export type SweepFile = z.output<typeof sweepSchema>
export type Variations = Pick<SweepFile, keyof typeof variations>
export type Criterion = z.output<typeof criterion>
export type SelectFile = NonNullable<Variations['select']>
export type RowFile = NonNullable<SweepFile['rows']>[number]

/** @throws HourglassError `invalid-sweep` whose place holds the path of what is wrong */
export function parseSweepFile(value: unknown): SweepFile {
  return parseOrExplain(sweepSchema, value, 'invalid-sweep')
}

/** What an experiment never has at its top: a file with one of these is a sweep. */
export function isSweep(value: object): boolean {
  return ['extends', 'set', 'matrix', 'zip', 'include', 'exclude', 'seeds', 'select', 'rows'].some(
    (key) => key in value,
  )
}
