import { type FileHandle, open, stat } from 'node:fs/promises'

import { HourglassError } from '@hourglass/core'

/** Bytes that can be read at any place: a file, or an array in memory. */
export interface RandomAccess {
  readonly size: number
  /** Exactly `length` bytes from `position` on; rejects where there are fewer. */
  read(position: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

const CHUNK = 1 << 20

/** The bytes from `start` to `end`, a piece at a time. */
export async function* readRange(
  file: RandomAccess,
  start: number,
  end: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += CHUNK) {
    signal?.throwIfAborted()
    yield await file.read(at, Math.min(CHUNK, end - at))
  }
}

/** An array in memory, read as a file is. */
export function accessBytes(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    async read(position, length) {
      if (!(position >= 0 && position + length <= bytes.length))
        throw new Error(`it ends before byte ${position + length}`)
      return bytes.subarray(position, position + length)
    },
    close: async () => {},
  }
}

/**
 * Opens a file; what is not a plain file is not opened at all, since a pipe would keep the reader waiting for ever.
 *
 * @throws HourglassError `missing-file`, `unreadable-file`
 */
export async function accessFile(path: string): Promise<RandomAccess> {
  let handle: FileHandle
  let size: number
  try {
    const status = await stat(path)
    if (!status.isFile()) throw new Error(status.isDirectory() ? 'it is a folder' : 'it is not a plain file')
    handle = await open(path, 'r')
    size = status.size
  } catch (cause) {
    throw unreadable(path, cause)
  }
  return {
    size,
    async read(position, length) {
      if (!(position >= 0 && position + length <= size)) throw new Error(`it ends before byte ${position + length}`)
      const bytes = new Uint8Array(length)
      for (let filled = 0; filled < length;) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled)
        if (bytesRead === 0) throw unreadable(path, new Error('it became shorter while it was read'))
        filled += bytesRead
      }
      return bytes
    },
    close: () => handle.close(),
  }
}

/** The error of a file or folder that is not there, or cannot be read. */
export function unreadable(path: string, cause: unknown): HourglassError {
  const { code, message } = cause as NodeJS.ErrnoException
  const missing = code === 'ENOENT' || code === 'ENOTDIR'
  return new HourglassError(
    missing ? 'missing-file' : 'unreadable-file',
    missing ? 'there is no such file' : `it cannot be read: ${message}`,
    {
      place: { source: path },
      expected: 'a path to what is there and can be read, from the folder the program runs in',
      remedy: missing ? 'mend the path' : 'mend the path, or the permissions',
      cause,
    },
  )
}
