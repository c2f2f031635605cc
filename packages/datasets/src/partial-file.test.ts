import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { claimPartialFile } from './partial-file.js'
import { sha256 } from './sha256.js'

const ORIGIN = { url: 'http://a.example/file', validator: '"1"' }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rm(folder, { recursive: true }))

const claim = (isThere = async () => false, more: Parameters<typeof claimPartialFile>[3] = {}) =>
  claimPartialFile(folder, 'file', isThere, more)

/** As a process leaves it that is killed while it downloads. */
async function leftBy(computer: string, pid: number): Promise<string> {
  const path = join(folder, `file.part-1700000000000-${sha256(Buffer.from(computer)).slice(0, 8)}-${pid}-1`)
  await mkdir(path)
  await writeFile(join(path, 'content'), 'abc')
  await writeFile(join(path, 'origin.json'), JSON.stringify(ORIGIN))
  return path
}

async function age(path: string, seconds: number): Promise<void> {
  const then = Date.now() / 1000 - seconds
  for (const each of [join(path, 'content'), path]) await utimes(each, then, then)
}

describe('a partial file', () => {
  it('begins with nothing, and finishes as the one file', async () => {
    const partial = (await claim())!
    expect(await partial.state()).toEqual({ size: 0 })
    await partial.restart(ORIGIN)
    await writeFile(partial.path, 'abcd')
    expect(await partial.state()).toEqual({ size: 4, origin: ORIGIN })
    await partial.finish(join(folder, 'file'))
    await partial.release()
    expect(await readdir(folder)).toEqual(['file'])
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('abcd')
  })

  it('is left to the next one where it can be gone on with', async () => {
    const partial = (await claim())!
    await partial.restart(ORIGIN)
    await writeFile(partial.path, 'abcd')
    await partial.release()
    expect(await readdir(folder)).toEqual(['file.part'])
    expect(await (await claim())!.state()).toEqual({ size: 4, origin: ORIGIN })
  })

  it.each([
    ['it has no bytes', ORIGIN, ''],
    ['nothing tells whether they will be the same', { url: ORIGIN.url }, 'abc'],
  ])('is deleted where %s', async (_, origin, bytes) => {
    const partial = (await claim())!
    await partial.restart(origin)
    await writeFile(partial.path, bytes)
    await partial.release()
    expect(await readdir(folder)).toEqual([])
  })

  it.each(['{', '{}', 'null', '3'])('begins anew where its record is %s', async (record) => {
    const path = await leftBy(hostname(), 0)
    await writeFile(join(path, 'origin.json'), record)
    await rename(path, join(folder, 'file.part'))
    expect(await (await claim())!.state()).toEqual({ size: 0 })
  })
})

describe('what another process holds', () => {
  let other: ChildProcess
  beforeEach(async () => {
    other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(other, 'spawn')
  })
  const kill = async (): Promise<void> => {
    if (other.exitCode !== null || other.signalCode !== null) return
    other.kill('SIGKILL')
    await once(other, 'exit')
  }
  afterEach(kill)

  it('is waited for, until the file is there', async () => {
    const path = await leftBy(hostname(), other.pid!)
    let there = false
    let told = 0
    let done = false
    const waiting = claim(async () => there, { waiting: () => told++ }).finally(() => (done = true))
    await wait(300)
    expect([done, told]).toEqual([false, 1])
    there = true
    expect(await waiting).toBeUndefined()
    expect(await readdir(folder)).toEqual([path.slice(folder.length + 1)])
  })

  it('is gone on with once that process is dead', async () => {
    await leftBy(hostname(), other.pid!)
    const waiting = claim()
    await wait(50)
    await kill()
    expect(await (await waiting)!.state()).toEqual({ size: 3, origin: ORIGIN })
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('is left alone by who gives up waiting', async () => {
    await leftBy(hostname(), other.pid!)
    const stop = new AbortController()
    const reason = new Error('stopped')
    setTimeout(() => stop.abort(reason), 50)
    await expect(claim(async () => false, { signal: stop.signal })).rejects.toBe(reason)
    expect(await readdir(folder)).toHaveLength(1)
  })

  it.each([
    ['on this computer', hostname],
    ['on another one', () => 'elsewhere'],
  ])('is taken where nothing has come for a long time, %s', async (_, computer) => {
    await age(await leftBy(computer(), other.pid!), 3600)
    expect(await (await claim())!.state()).toEqual({ size: 3, origin: ORIGIN })
  })

  it('on another computer is waited for as long as bytes come, whatever its number means here', async () => {
    const path = await leftBy('elsewhere', 999_999)
    await age(path, 60)
    let done = false
    const waiting = claim().finally(() => (done = true))
    await wait(300)
    expect(done).toBe(false)
    await rm(path, { recursive: true })
    await (await waiting)!.discard()
  })
})

it('one of many in this process holds it, the others wait, and each has it once', async () => {
  let holders = 0
  let served = 0
  let there = false
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const partial = await claim(async () => there)
      if (partial === undefined) return
      served++
      holders++
      expect(holders).toBe(1)
      await wait(20)
      holders--
      if (served === 3) {
        await partial.restart(ORIGIN)
        await partial.finish(join(folder, 'file'))
        there = true
      } else await partial.release()
    }),
  )
  expect(served).toBe(3)
  expect(await readdir(folder)).toEqual(['file'])
})
