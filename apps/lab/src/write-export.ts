import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import { CONFIG_FILE, ONNX_FILES, WEIGHTS_FILE } from '@hourglass/portable'

import { writeAtomically } from './write-atomically.js'

type Files = Readonly<Record<string, Uint8Array>>

/** All names that an export may hold. */
const NAMES: readonly string[] = [CONFIG_FILE, WEIGHTS_FILE, ...ONNX_FILES]

/**
 * Writes an export's files into a folder, each atomically, config.json last: without it nobody takes the folder for a
 * model. What is there already with the same content stays untouched.
 *
 * @param force replaces another export; files that are of none stay
 * @throws HourglassError `folder-in-the-way` where the folder holds something else
 */
export function writeExport(folder: string, files: Files, { force }: { readonly force: boolean }): void {
  const present = existsSync(folder) ? readdirSync(folder) : []
  const changed = Object.keys(files).filter((name) => !isSame(join(folder, name), files[name]!))
  const lost = present.filter((name) => NAMES.includes(name) && files[name] === undefined)
  const replaced = changed.filter((name) => present.includes(name))
  const isForeign = present.length > 0 && !present.some((name) => NAMES.includes(name))
  if (!force && (replaced.length > 0 || isForeign)) throw inTheWay(folder, replaced[0] ?? present[0]!)
  mkdirSync(folder, { recursive: true })
  // Graphs of other weights must not stay beside these; without config.json in between, the folder is no model.
  if (replaced.length > 0) for (const name of [CONFIG_FILE, ...lost]) rmSync(join(folder, name), { force: true })
  const last = (name: string): number => Number(name === CONFIG_FILE)
  const written = replaced.length > 0 ? [...new Set([...changed, CONFIG_FILE])] : changed
  for (const name of written.toSorted((a, b) => last(a) - last(b))) writeAtomically(join(folder, name), files[name]!)
}

function isSame(file: string, bytes: Uint8Array): boolean {
  return existsSync(file) && readFileSync(file).equals(bytes)
}

function inTheWay(folder: string, name: string): HourglassError {
  return new HourglassError('folder-in-the-way', `there is something else in this folder already: ${name}`, {
    place: { source: folder },
    expected: 'a folder that does not exist, is empty, or holds this same export',
    remedy: 'choose another one with --out, or replace the export that is there with --force',
  })
}
