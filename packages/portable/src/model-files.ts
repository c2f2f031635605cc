import { HourglassError } from '@hourglass/core'

import { CONFIG_FILE, WEIGHTS_FILE } from './model-config.js'

/** The two files of an exported model, by name. */
export type ModelFiles = Readonly<Record<typeof CONFIG_FILE | typeof WEIGHTS_FILE, Uint8Array>>

/** The folder of an exported model: an address, a path (in Node), a file: URL (in Node); or its files themselves. */
export type ModelSource = string | URL | ModelFiles

/** @throws HourglassError `model-not-found` */
export async function readModelFiles(source: ModelSource): Promise<ModelFiles> {
  if (typeof source === 'object' && !(source instanceof URL)) return source
  const folder = `${source}`.replace(/\/?$/, '/')
  const read = /^https?:/.test(folder) ? fetchFile : (readerOfNode() ?? fetchFile)
  const [config, weights] = await Promise.all([read(`${folder}${CONFIG_FILE}`), read(`${folder}${WEIGHTS_FILE}`)])
  return { [CONFIG_FILE]: config, [WEIGHTS_FILE]: weights }
}

/** What errors call a file. */
export function nameOf(source: ModelSource, file: keyof ModelFiles): string {
  return typeof source === 'object' && !(source instanceof URL) ? file : `${`${source}`.replace(/\/?$/, '/')}${file}`
}

type ReadFile = (file: string) => Promise<Uint8Array>

const fetchFile: ReadFile = async (address) => {
  let response: Response
  try {
    response = await fetch(address)
  } catch (cause) {
    throw notFound(address, (cause as Error).message, cause)
  }
  if (!response.ok) throw notFound(address, `the server answered ${response.status} ${response.statusText}`.trim())
  return new Uint8Array(await response.arrayBuffer())
}

/** Node's modules are asked for where Node is rather than imported, so that a browser can load this one. */
function readerOfNode(): ReadFile | undefined {
  const { process } = globalThis as { process?: NodeJS.Process }
  if (process?.getBuiltinModule === undefined) return undefined
  const { readFile } = process.getBuiltinModule('node:fs/promises')
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  return async (file) => {
    try {
      return new Uint8Array(await readFile(file.startsWith('file:') ? fileURLToPath(file) : file))
    } catch (cause) {
      throw notFound(file, (cause as Error).message, cause)
    }
  }
}

function notFound(place: string, reason: string, cause?: unknown): HourglassError {
  return new HourglassError('model-not-found', `a file of the model cannot be read: ${reason}`, {
    place: { source: place },
    expected: `a folder with ${CONFIG_FILE} and ${WEIGHTS_FILE}, as hourglass export writes it`,
    cause,
  })
}
