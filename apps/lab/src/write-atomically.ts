import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** What `writeAtomically` calls a file that is not whole yet. */
export const TEMPORARY = /\.[a-z]+\.\d+$/

/**
 * Writes a file so that its name stands for all of it or for what was there before: temporary file beside it, fsync,
 * rename.
 *
 * Not by write-file-atomic, whose synchronous form calls `write` once: on a disk that fills up, that writes a part and says
 * so by its result alone.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}`
  try {
    writeFileSync(temporary, content, { flush: true })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
