import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { sha256 } from './sha256.js'

/** Where the bytes of a partial file came from, and what tells whether they are still the same there. */
export interface Origin {
  readonly url: string
  /** A strong ETag or a date of last modification, for If-Range; absent where the server gave neither. */
  readonly validator?: string
}

/** A download on its way, held by one process alone. */
export interface PartialFile {
  /** The bytes so far. */
  readonly path: string
  /** How many there are, and from where. */
  state(): Promise<{ readonly size: number; readonly origin?: Origin }>
  /** Begins anew: no bytes, from there. */
  restart(origin: Origin): Promise<void>
  /** Gives the bytes their final name; nothing else is left. */
  finish(path: string): Promise<void>
  /** Leaves what can be resumed to whoever comes next, and deletes what cannot. */
  release(): Promise<void>
  discard(): Promise<void>
}

/** Milliseconds after which a partial file that nobody writes to belongs to nobody. */
const ABANDONED_AFTER = 600_000
const POLL = 200

/** The partial files that this process holds. */
const held = new Set<string>()
let claims = 0

/**
 * Takes hold of the partial file of `name` in `folder`: of the one that an earlier download left there, or of a new one. It
 * is a folder `name.part` of two files, so that one rename, which cannot be done twice, takes both to a name of the holder's
 * own. While another process holds it, this waits; `undefined` as soon as the finished file is there.
 *
 * Two that come at the very same moment may both hold one: each its own, so that this costs bytes and damages nothing.
 *
 * @param isThere whether somebody has finished the file
 */
export async function claimPartialFile(
  folder: string,
  name: string,
  isThere: () => Promise<boolean>,
  { signal, waiting = () => {} }: { readonly signal?: AbortSignal; readonly waiting?: () => void } = {},
): Promise<PartialFile | undefined> {
  const free = join(folder, `${name}.part`)
  const holders = async (): Promise<{ live: string[]; dead: string[] }> => {
    const entries = (await readdir(folder)).filter((entry) => entry.startsWith(`${name}.part-`))
    const alive = await Promise.all(entries.map((entry) => isHeld(folder, entry)))
    return { live: entries.filter((_, at) => alive[at]), dead: entries.filter((_, at) => !alive[at]) }
  }
  for (let told = false; ;) {
    signal?.throwIfAborted()
    if (await isThere()) return undefined
    const { live, dead } = await holders()
    if (live.length === 0) {
      // By time and process, not by chance: who came first goes on, and who has died is told by its number.
      const entry = `${name}.part-${Date.now()}-${host()}-${process.pid}-${++claims}`
      const own = join(folder, entry)
      held.add(own)
      const [left] = dead
      if (!(await moved(free, own)) && (left === undefined || !(await moved(join(folder, left), own)))) await mkdir(own)
      for (const other of dead) await rm(join(folder, other), { recursive: true, force: true })
      const partial = partialFile(own, free)
      if ((await holders()).live.every((other) => other >= entry)) return partial
      await partial.release()
    }
    if (!told) waiting()
    told = true
    // An aborted wait ends at once; the loop then says why.
    await wait(POLL, undefined, { signal }).catch(() => {})
  }
}

function partialFile(own: string, free: string): PartialFile {
  const path = join(own, 'content')
  const record = join(own, 'origin.json')
  const discard = async (): Promise<void> => {
    await rm(own, { recursive: true, force: true })
    held.delete(own)
  }
  const state: PartialFile['state'] = async () => {
    try {
      const origin = JSON.parse(await readFile(record, 'utf8')) as Origin
      if (typeof origin?.url === 'string') return { size: (await stat(path)).size, origin }
    } catch (error) {
      // Cut off between two writes, or damaged: what is not known to be good is fetched again.
      if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    return { size: 0 }
  }
  return {
    path,
    state,
    async restart(origin) {
      // In this order: bytes never stand beside the origin of others.
      await rm(record, { force: true })
      await writeFile(path, '')
      await writeFile(record, JSON.stringify(origin))
    },
    async finish(to) {
      await rename(path, to)
      await discard()
    },
    async release() {
      const { size, origin } = await state()
      if (size === 0 || origin?.validator === undefined) return discard()
      try {
        await rm(free, { recursive: true, force: true })
        await rename(own, free)
        held.delete(own)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
        // Somebody else has left one just now: one is enough.
        await discard()
      }
    },
    discard,
  }
}

/** Whether a process is at work on it. */
async function isHeld(folder: string, entry: string): Promise<boolean> {
  const path = join(folder, entry)
  if (held.has(path)) return true
  const times = await Promise.all([path, join(path, 'content')].map(modified))
  if (Date.now() - Math.max(...times) > ABANDONED_AFTER) return false
  const [, place, pid] = /-([0-9a-f]{8})-(\d+)-\d+$/.exec(entry) ?? []
  // A process on another computer can be judged by the time only.
  if (place !== host()) return true
  return Number(pid) !== process.pid && isRunning(Number(pid))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** 0 where there is none. */
async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
}

/** Whether there was something to rename. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Names of computers may hold anything. */
function host(): string {
  return sha256(Buffer.from(hostname())).slice(0, 8)
}
