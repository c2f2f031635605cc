import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { listDataFiles, openDataFile, readDataFile } from './data-file.js'
import { refusalOf } from './hostile-files.fixture.js'
import { ZIP_ARCHIVES } from './zip-archives.fixture.js'

let home: string
const at = (...names: string[]): string => join(home, ...names)
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourglass-'))
  await mkdir(at('folder'))
  await writeFile(at('plain'), 'abc')
  await writeFile(at('plain.gz'), gzipSync('abc'))
  await writeFile(at('twice.gz'), Buffer.concat([gzipSync('ab'), gzipSync('c')]))
  await writeFile(at('cut.gz'), gzipSync('abc').subarray(0, -3))
  await writeFile(at('wrong.gz'), gzipSync('abc').with(12, 0x55))
  await writeFile(at('bomb.gz'), gzipSync(new Uint8Array(2 ** 27)))
  await writeFile(at('normal.zip'), ZIP_ARCHIVES.normal)
  await writeFile(at('one.zip'), ZIP_ARCHIVES.stored)
  await writeFile(at('closed'), 'abc')
  await chmod(at('closed'), 0)
  await symlink(at('loop'), at('loop'))
  await symlink(at('plain'), at('link'))
})
afterAll(() => rm(home, { recursive: true }))

const read = async (path: string, suffix?: string) => {
  const { bytes, hash } = await readDataFile(path, 100, undefined, suffix)
  return [Buffer.from(bytes).toString(), hash]
}

// printf abc | sha256sum
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('what is read', () => {
  test('a file, compressed or not, through a link: the content and its SHA-256', async () => {
    for (const name of ['plain', 'plain.gz', 'twice.gz', 'link'])
      expect(await read(at(name)), name).toEqual(['abc', ABC])
  })

  test('a file in an archive, as if that were a folder', async () => {
    // printf '0 0 1\n' | sha256sum
    const hash = 'd1e6414acf1391a892310ae174cea15edab168123dc4fc0a261a62132fd0bb33'
    expect(await read(at('normal.zip', 'test.amat'))).toEqual(['0 0 1\n', hash])
    expect((await read(at('normal.zip', 'test'), '.amat'))[0]).toBe('0 0 1\n')
    expect((await read(at('one.zip', 'sub', 'train.amat')))[0]).toBe('0.5 0.25 1\n0 1 0\n')
    expect((await read(at('one.zip')))[0]).toBe('0.5 0.25 1\n0 1 0\n')
  })

  test('where files are', async () => {
    const paths = { a: at('plain'), b: at('normal.zip', 'x'), c: at('nowhere'), d: undefined }
    expect(await listDataFiles(paths)).toEqual([
      { name: 'a', path: at('plain') },
      { name: 'b', path: paths.b },
      { name: 'c' },
    ])
  })
})

describe('what is refused', () => {
  test.each([
    ['nowhere', 'missing-file', /no such file/],
    ['nowhere/at/all', 'missing-file', /no such file/],
    ['folder/nowhere', 'missing-file', /no such file/],
    ['plain/inside', 'missing-file', /no zip archive/],
    ['normal.zip/nowhere', 'missing-file', /no file "nowhere"/],
    ['normal.zip', 'missing-file', /it holds 2 files/],
    ['folder', 'unreadable-file', /it is a folder/],
    ['loop', 'unreadable-file', /ELOOP|symbolic/],
    ['cut.gz', 'invalid-gzip', /damaged or cut short/],
    ['wrong.gz', 'invalid-gzip', /damaged or cut short/],
    ['bomb.gz', 'unreadable-file', /more than 100 bytes/],
  ])('%s', async (name, code, message) => {
    const error = await refusalOf(() => read(at(...name.split('/'))))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.place!.source).toContain(home)
  })

  // Root may read everything.
  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    expect(await refusalOf(() => read(at('closed')))).toMatchObject({ code: 'unreadable-file' })
  })

  test.skipIf(process.platform === 'win32')('a pipe, which would never end', async () => {
    execFileSync('mkfifo', [at('pipe')])
    expect((await refusalOf(() => read(at('pipe')))).message).toMatch(/not a plain file/)
  })

  test('a gzip bomb, stopped while it grows', async () => {
    let size = 0
    const error = await refusalOf(async () => {
      for await (const chunk of openDataFile(at('bomb.gz')).chunks) size += chunk.length
    })
    expect(error).toMatchObject({ code: 'invalid-gzip' })
    expect(size).toBeLessThan(2 ** 26 + 2 ** 20)
  })
})

test.runIf(process.platform === 'linux')(
  'no file is left open, whether it is read, left in the middle, or refused',
  async () => {
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    for (const name of ['plain', 'plain.gz', 'one.zip']) await read(at(name))
    for (const name of ['cut.gz', 'normal.zip']) await refusalOf(() => read(at(name)))
    for await (const chunk of openDataFile(at('bomb.gz')).chunks) if (chunk.length > 0) break
    expect(open()).toBe(before)
  },
)

test('an aborted signal ends it with its reason', async () => {
  const reason = new Error('stopped')
  await expect(readDataFile(at('plain'), 100, AbortSignal.abort(reason))).rejects.toBe(reason)
})
