import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { claimCores, type CoreShare } from './core-share.js'

let folder: string
const started: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-share-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

const BUILT = new URL('../dist/core-share.js', import.meta.url).href
const PROCESS = `import { claimCores } from ${JSON.stringify(BUILT)}
const share = claimCores(JSON.parse(process.argv[1]))
process.on('message', (task) => {
  if (task === 'release') share.release()
  if (task === 'fail') setImmediate(() => { throw new Error('as asked for') })
  if (task === 'leave') process.exit(3)
  if (task === 'release') process.send('released')
})
process.send(share)`

/** A process of its own that claims its share, and then lives until it is told to do something else. */
async function start(options: { cores?: number; threads?: number } = {}) {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', PROCESS, JSON.stringify({ cores: 6, folder, ...options })],
    { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  )
  started.push(child)
  const [share] = (await once(child, 'message')) as [CoreShare]
  const ended = once(child, 'close')
  return {
    share,
    pid: child.pid!,
    end: async (how: 'leave' | 'fail' | NodeJS.Signals) => {
      if (how === 'leave' || how === 'fail') child.send(how)
      else child.kill(how)
      await ended
    },
    release: async () => {
      child.send('release')
      await once(child, 'message')
    },
  }
}

const announced = () => readdir(folder)
const fileOf = (pid: number) => join(folder, `${encodeURIComponent(hostname())}-${pid}`)

test('who comes later takes its share of the cores, and never less than one', async () => {
  const shares = []
  for (let place = 0; place < 4; place++) shares.push((await start({ cores: 3 })).share)
  expect(shares.map(({ others }) => others)).toEqual([0, 1, 2, 3])
  expect(shares.map(({ threads }) => threads)).toEqual([3, 1, 1, 1])
  expect(await announced()).toHaveLength(4)
})

test('a share is told in words', async () => {
  expect((await start({ cores: 1 })).share.description).toBe('1 thread')
  expect((await start()).share.description).toBe(
    '3 of 6 threads: another run is using this machine; --threads sets the number',
  )
  expect((await start()).share.description).toContain('2 of 6 threads: 2 other runs are using this machine')
  expect((await start({ threads: 6 })).share.description).toBe('6 threads')
  expect((await start({ threads: 2 })).share.description).toBe('2 of 6 threads')
})

test('a number that is asked for is taken, and announced all the same', async () => {
  expect((await start({ threads: 5 })).share).toMatchObject({ threads: 5, cores: 6, others: 0 })
  expect((await start({ threads: 9 })).share).toMatchObject({ threads: 9, others: 1 })
  expect((await start()).share).toMatchObject({ threads: 2, others: 2 })
})

test.each(['leave', 'fail'] as const)('a process that ends (%s) takes its announcement along', async (how) => {
  const first = await start()
  expect(existsSync(fileOf(first.pid))).toBe(true)
  await first.end(how)
  expect(await announced()).toEqual([])
})

test.each(['SIGTERM', 'SIGKILL'] as const)('what a process ended by %s leaves counts for nothing', async (signal) => {
  const first = await start()
  await first.end(signal)
  expect(existsSync(fileOf(first.pid))).toBe(true)
  expect((await start()).share).toMatchObject({ threads: 6, others: 0 })
  expect(existsSync(fileOf(first.pid))).toBe(false)
})

test('a share can be given back', async () => {
  const first = await start()
  await first.release()
  expect((await start()).share).toMatchObject({ threads: 6, others: 0 })
})

test('a process is not its own neighbour', () => {
  const first = claimCores({ folder, cores: 4 })
  const second = claimCores({ folder, cores: 4 })
  expect(second).toMatchObject({ threads: 4, others: 0 })
  first.release()
  second.release()
  second.release()
  expect(existsSync(fileOf(process.pid))).toBe(false)
})

test.skipIf(process.platform !== 'linux')(
  'a number that another process has got since counts for nothing',
  async () => {
    await writeFile(fileOf(process.pid), '1')
    expect((await start()).share).toMatchObject({ others: 0 })
    expect(existsSync(fileOf(process.pid))).toBe(false)
  },
)

test('one that is being written counts', async () => {
  await writeFile(fileOf(process.pid), '')
  expect((await start()).share).toMatchObject({ others: 1 })
})

test('another machine and what is no announcement count for nothing, and stay', async () => {
  const strange = ['elsewhere-1', `${encodeURIComponent(hostname())}-x`, 'note.txt']
  for (const name of strange) await writeFile(join(folder, name), '')
  expect((await start()).share).toMatchObject({ threads: 6, others: 0 })
  expect(await announced()).toEqual(expect.arrayContaining(strange))
})

describe('where nothing can be written', () => {
  test('nothing is shared, and nothing fails', async () => {
    await writeFile(join(folder, 'file'), '')
    const share = claimCores({ folder: join(folder, 'file', 'running'), cores: 4 })
    expect(share).toMatchObject({ threads: 4, others: 0, description: '4 threads' })
    share.release()
  })
})
