import { existsSync, readFileSync } from 'node:fs'

import { HourglassError } from '@hourglass/core'
import type { MeasuredCurve, Scatter } from '@hourglass/report'
import { z } from 'zod'

import type { RunDirectory } from '../run-directory.js'

/** Files of figures that are numbers, drawn when the report is written. */
export const SCATTERS = 'codes.json'
export const COMPRESSION = 'compression.json'

/** JSON turns NaN and infinities into null. */
const number = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN)
const side = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high, 'low, then high')
const group = z.strictObject({ label: z.string(), points: z.array(z.tuple([number, number])) })
const scatters = z.array(
  z.strictObject({
    title: z.string(),
    caption: z.string(),
    xLabel: z.string(),
    yLabel: z.string(),
    x: side,
    y: side,
    groups: z.array(group),
    marks: group.exactOptional(),
  }),
)

const line = z
  .strictObject({
    label: z.string(),
    value: number,
    unit: z.string().exactOptional(),
    x: z.array(z.number()),
    y: z.array(number),
  })
  .refine(({ x, y }) => x.length === y.length, 'as many x as y')
const curves = z.array(
  z.strictObject({
    title: z.string(),
    xLabel: z.string(),
    yLabel: z.string(),
    caption: z.string().exactOptional(),
    lines: z.array(line),
  }),
)

/**
 * The scatter charts of a finished run; none where none was drawn, as in runs of older versions.
 *
 * @throws HourglassError `not-a-run`
 */
export function readScatters(directory: RunDirectory): Scatter[] {
  return readList(directory, SCATTERS, scatters)
}

/**
 * The curves of compression of a finished run; none where none was drawn.
 *
 * @throws HourglassError `not-a-run`
 */
export function readCompression(directory: RunDirectory): MeasuredCurve[] {
  return readList(directory, COMPRESSION, curves)
}

function readList<Each>(directory: RunDirectory, file: string, schema: z.ZodType<Each[]>): Each[] {
  if (!existsSync(directory.file(file))) return []
  const parsed = schema.safeParse(JSON.parse(readFileSync(directory.file(file), 'utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new HourglassError('not-a-run', `${file} does not hold what a run writes: ${issue!.message}`, {
    place: { source: directory.file(file), path: issue!.path.join('.') },
    expected: 'the file as the run has written it',
    remedy: 'run the experiment again: hourglass run <file|name> --again',
  })
}
