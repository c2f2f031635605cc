import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { withLock } from './cache-lock.js'
import { fakeNative } from './fake-native.fixture.js'

test('two holders never overlap, and the second is told that it waits', async () => {
  await using fake = await fakeNative()
  const file = join(fake.root, 'cache/lock')
  const events: string[] = []
  const hold = (name: string) =>
    withLock(file, { pollMs: 5, onWait: () => events.push(`${name} waits`) }, async () => {
      events.push(`${name} in`)
      await sleep(50)
      events.push(`${name} out`)
    })
  const first = hold('a')
  await sleep(20)
  await Promise.all([first, hold('b')])
  expect(events).toEqual(['a in', 'b waits', 'a out', 'b in', 'b out'])
  expect(existsSync(file)).toBe(false)
})

test('the lock is given back where the action fails', async () => {
  await using fake = await fakeNative()
  const file = join(fake.root, 'lock')
  await expect(withLock(file, {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(file)).toBe(false)
})

test('the lock of a process that is gone is taken over', async () => {
  await using fake = await fakeNative()
  const file = join(fake.root, 'lock')
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await writeFile(file, JSON.stringify({ pid, host: hostname() }))
  expect(await withLock(file, { signal: AbortSignal.timeout(5_000) }, async () => 'held')).toBe('held')
})

test('so is one of another machine that has not been touched for a minute', async () => {
  await using fake = await fakeNative()
  const file = join(fake.root, 'lock')
  await writeFile(file, JSON.stringify({ pid: 1, host: 'elsewhere' }))
  const long = new Date(Date.now() - 61_000)
  await utimes(file, long, long)
  expect(await withLock(file, { signal: AbortSignal.timeout(5_000) }, async () => 'held')).toBe('held')
})

test('waiting ends with the signal', async () => {
  await using fake = await fakeNative()
  const file = join(fake.root, 'lock')
  await writeFile(file, JSON.stringify({ pid: process.pid, host: hostname() }))
  const waiting = withLock(file, { pollMs: 5, signal: AbortSignal.timeout(30) }, async () => 'held')
  await expect(waiting).rejects.toMatchObject({ code: 'time-limit' })
  expect(existsSync(file)).toBe(true)
})
