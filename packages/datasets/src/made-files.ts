import { mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import type { DataFile } from '@hourglass/core'

import { encodeIdx } from './encode-idx.js'
import { parseIdx } from './idx.js'
import { sha256 } from './sha256.js'

/** Examples, one byte a pixel, and their classes. */
export interface PictureBytes {
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

export interface MadeExamples extends PictureBytes {
  /** SHA-256 of the pixels and of the labels, without any header. */
  readonly hashes: { readonly images: string; readonly labels: string }
}

/** Examples with their hashes. */
export function hashed({ pixels, labels }: PictureBytes): MadeExamples {
  return { pixels, labels, hashes: { images: sha256(pixels), labels: sha256(labels) } }
}

const IMAGES = 'images-idx3-ubyte'
const LABELS = 'labels-idx1-ubyte'
const RECORD = 'made.json'

/** The files in which a made set is kept: all of them, or it has not been made yet. */
export async function madeFiles(folder: string): Promise<DataFile[]> {
  const there = await stat(join(folder, RECORD)).then(
    () => true,
    () => false,
  )
  return [IMAGES, LABELS].map((name) => ({
    name: join(basename(folder), name),
    ...(there && { path: join(folder, name) }),
  }))
}

/**
 * Reads a set as `keepMade` left it; `undefined` where there is none, or where it is not what was written: then a message
 * tells so.
 */
export async function readMade(folder: string, progress: (message: string) => void): Promise<MadeExamples | undefined> {
  try {
    const record = JSON.parse(await readFile(join(folder, RECORD), 'utf8')) as { hashes: MadeExamples['hashes'] }
    const [pixels, labels] = await Promise.all(
      [IMAGES, LABELS].map(async (name) => parseIdx(await readFile(join(folder, name)), join(folder, name)).data),
    )
    const examples = hashed({ pixels: pixels!, labels: labels! })
    const { images, labels: classes } = record.hashes
    if (examples.hashes.images !== images || examples.hashes.labels !== classes)
      throw new Error('its SHA-256 is another')
    progress(`reading ${folder}`)
    return examples
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    progress(`the copy in ${folder} is of no use (${(error as Error).message}): it is made again`)
    return undefined
  }
}

/** Keeps a made set: written beside its place, flushed, and renamed into it, so that what lies there is whole. */
export async function keepMade(
  folder: string,
  made: MadeExamples & { readonly name: string; readonly dimensions: readonly [number, number] },
  progress: (message: string) => void,
): Promise<void> {
  let workshop: string | undefined
  try {
    await mkdir(dirname(folder), { recursive: true })
    workshop = await mkdtemp(join(dirname(folder), '.making-'))
    const { pixels, labels, dimensions, name, hashes } = made
    await writeFlushed(join(workshop, IMAGES), encodeIdx({ dimensions: [labels.length, ...dimensions], data: pixels }))
    await writeFlushed(join(workshop, LABELS), encodeIdx({ dimensions: [labels.length], data: labels }))
    await writeFlushed(join(workshop, RECORD), `${JSON.stringify({ name, hashes }, null, 2)}\n`)
    // A folder cannot be renamed over another one. Who comes between finds nothing, and makes the same bytes.
    await rm(folder, { recursive: true, force: true })
    await rename(workshop, folder)
  } catch (error) {
    // The set is in memory and right; only the next run has to make it again.
    if (workshop !== undefined) await rm(workshop, { recursive: true, force: true }).catch(() => {})
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    progress(`it could not be kept in ${folder}: ${(error as Error).message}`)
  }
}

async function writeFlushed(path: string, content: Uint8Array | string): Promise<void> {
  await using handle = await open(path, 'wx')
  await handle.writeFile(content)
  await handle.sync()
}
