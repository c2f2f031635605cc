import { type DataSpec, HourglassError, parseOrExplain } from '@hourglass/core'
import { z } from 'zod'

export const CONFIG_FILE = 'config.json'
export const WEIGHTS_FILE = 'model.safetensors'

/** Of the format; a reader refuses a higher one. */
export const FORMAT_VERSION = 1

const reference = z.looseObject({ use: z.string().min(1) })
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256, 64 lower-case hexadecimal digits')
/** JSON has no infinity. */
const bound = z.number().nullable().describe('null: none')
const count = z.number().int().min(1)

const data = z
  .strictObject({
    dimensions: count.describe('numbers per example, d_x'),
    range: z.tuple([bound, bound]).describe('smallest and largest value of an example'),
    image: z.tuple([count, count]).optional().describe('height and width, where an example is a picture, row-major'),
    classes: count.optional(),
  })
  .refine(({ dimensions, image }) => image === undefined || image[0] * image[1] === dimensions, {
    path: ['image'],
    message: 'height times width must be dimensions',
  })

const schema = z.strictObject({
  format: z.literal('hourglass-model'),
  version: z.literal(FORMAT_VERSION),
  run: z.string().min(1).describe('id of the run that trained it'),
  model: reference.describe('the model with all its options'),
  loss: reference.describe('p(y | θ) that it was trained with'),
  data,
  plugins: z
    .array(z.strictObject({ name: z.string().min(1), version: z.string().optional(), sha256: sha256.optional() }))
    .describe('whose model and loss they are; nothing is imported by these names'),
  engine: z.strictObject({ name: z.string(), description: z.string() }).describe('that it was trained on'),
  weights: z.strictObject({ file: z.literal(WEIGHTS_FILE), sha256 }),
})

/** `config.json` of an exported model. Unbounded ends of `data.range` are null there. */
export type ModelConfig = z.output<typeof schema>

/** @throws HourglassError `invalid-model-config`, `newer-model-format`, naming `source` */
export function parseModelConfig(text: string, source: string): ModelConfig {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HourglassError('invalid-model-config', `this is not JSON: ${(cause as Error).message}`, {
      place: { source },
      expected: EXPECTED,
      cause,
    })
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown }
  if (format !== 'hourglass-model')
    throw new HourglassError('invalid-model-config', 'this is not the description of an exported model', {
      place: { source },
      expected: EXPECTED,
    })
  if (typeof version === 'number' && version > FORMAT_VERSION)
    throw new HourglassError('newer-model-format', `this model is written in version ${version} of the format`, {
      place: { source, path: 'version' },
      expected: `at most version ${FORMAT_VERSION}`,
      remedy: 'install a newer @hourglass/portable',
    })
  try {
    return parseOrExplain(schema, value, 'invalid-model-config')
  } catch (error) {
    throw error instanceof HourglassError ? error.at({ source }) : error
  }
}

const EXPECTED = `the ${CONFIG_FILE} that hourglass export wrote`

export function specOf(data: ModelConfig['data']): DataSpec {
  const [low, high] = data.range
  return { ...data, range: [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY] }
}

/** `data` of a config: what JSON can hold of a spec. */
export function dataOf({ dimensions, range, image, classes }: DataSpec): ModelConfig['data'] {
  const [low, high] = range.map((end) => (Number.isFinite(end) ? end : null)) as [number | null, number | null]
  return { dimensions, range: [low, high], ...(image && { image: [...image] }), ...(classes && { classes }) }
}
