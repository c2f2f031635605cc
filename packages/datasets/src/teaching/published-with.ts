import { isDeepStrictEqual } from 'node:util'

import type { z } from 'zod'

type Hashes = Readonly<Record<string, string>>

/** The published hashes where the options are the defaults; with others nothing is known. */
export function publishedWith<Options extends z.ZodObject>(
  schema: Options,
  options: z.output<Options>,
  hashes: Hashes,
): Hashes | undefined {
  return isDeepStrictEqual(options, schema.parse({})) ? hashes : undefined
}
