import { isDeepStrictEqual } from 'node:util'

import type { z } from 'zod'

/** The published hashes where the options are the defaults; with others nothing is known. */
export function publishedWith<Options extends z.ZodObject, Hashes extends Readonly<Record<string, string>>>(
  schema: Options,
  options: z.output<Options>,
  hashes: Hashes,
): Hashes | undefined {
  return isDeepStrictEqual(options, schema.parse({})) ? hashes : undefined
}
