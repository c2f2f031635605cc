import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { explainFileError } from './file-error.js'
import { writeAtomically } from './write-atomically.js'

/** Names the files that were written, so that they are known again. */
const RECORD = '.hourglass-sheet.json'

/**
 * Writes files into a folder that they have for themselves: into a new one beside it, which is put in its place when it
 * is whole. What the folder held is replaced where it was written by this function, and by nothing else.
 *
 * @param option what chooses the folder, for messages
 * @throws HourglassError `folder-in-use`, `file-error`
 */
export function writeFolder(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  option: string,
): void {
  const target = resolve(folder)
  requireOurs(target, option)
  const beside = (what: string): string =>
    join(dirname(target), `.${basename(target)}-${randomUUID().slice(0, 8)}-${what}`)
  const [workshop, previous] = [beside('new'), beside('previous')]
  try {
    mkdirSync(dirname(target), { recursive: true })
    mkdirSync(workshop)
    for (const [name, content] of Object.entries(files)) writeAtomically(join(workshop, name), content)
    writeAtomically(join(workshop, RECORD), `${JSON.stringify({ files: Object.keys(files) }, null, 2)}\n`)
    // A folder cannot be renamed over one that holds something.
    if (existsSync(target)) renameSync(target, previous)
    renameSync(workshop, target)
    rmSync(previous, { recursive: true, force: true })
  } catch (error) {
    if (existsSync(workshop)) rmSync(workshop, { recursive: true })
    if (existsSync(previous) && !existsSync(target)) renameSync(previous, target)
    const explained = explainFileError(error)
    if (!(explained instanceof HourglassError)) throw explained
    throw new HourglassError('file-error', `the folder cannot be written: ${explained.message}`, {
      place: { source: target },
      remedy: `choose a folder that can be written, with ${option}`,
      cause: error,
    })
  }
}

/** @throws HourglassError `folder-in-use` where there is anything that `writeFolder` has not written */
export function requireOurs(folder: string, option: string): void {
  const target = resolve(folder)
  if (!existsSync(target)) return
  const foreign = foreignEntry(target)
  if (foreign === undefined) return
  throw new HourglassError('folder-in-use', `the folder holds ${foreign}, which this command has not written`, {
    place: { source: target },
    expected: 'a folder that is not there yet, an empty one, or one that this command has written',
    remedy: `choose another one with ${option}, or move that away`,
  })
}

function foreignEntry(target: string): string | undefined {
  let entries: string[]
  try {
    entries = readdirSync(target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return `a file of that name`
    throw explainFileError(error)
  }
  const written = new Set([RECORD, ...recorded(target)])
  return entries.find((entry) => !written.has(entry))
}

function recorded(target: string): string[] {
  try {
    const { files } = JSON.parse(readFileSync(join(target, RECORD), 'utf8')) as { files?: unknown }
    return Array.isArray(files) ? files.map(String) : []
  } catch {
    // No record, or none that can be read: then nothing here is known to be ours.
    return []
  }
}
