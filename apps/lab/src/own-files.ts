import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

import { DATASET, ENGINE, type Engine, type Experiment, type PluginHost } from '@hourglass/core'

/** A file that an experiment's data are read from, by its content. */
export interface OwnFile {
  readonly name: string
  readonly sha256: string
}

/**
 * The files of one's own that an experiment's data set reads: another content is another experiment. Sets that are
 * downloaded or made are known by what is published of them, and have none; files that are missing are told by `load`.
 */
export async function ownFiles(host: PluginHost, { dataset }: Experiment, engine: Engine): Promise<OwnFile[]> {
  const scope = host.createScope().provide(ENGINE, engine)
  try {
    const source = scope.create(DATASET, dataset)
    if (source.files === undefined || source.fetch !== undefined || source.remake !== undefined) return []
    const present = (await source.files()).filter(({ path }) => path !== undefined)
    return await Promise.all(present.map(async ({ name, path }) => ({ name, sha256: await sha256Of(path!) })))
  } finally {
    scope.dispose()
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
