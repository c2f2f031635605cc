import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { pathInside, unpack } from './archive.js'
import { fakeNative } from './fake-native.fixture.js'
import { zipOf } from './zip.fixture.js'

test('chosen members are unpacked under the names chosen for them, the others are not', async () => {
  await using fake = await fakeNative()
  const archive = join(fake.root, 'a.zip')
  await writeFile(archive, zipOf({ 'x/one.h': 'first', 'x/two.h': 'second', 'x/': '' }))
  const written: number[] = []
  const place = (member: string) => (member === 'x/one.h' ? 'include/1.h' : undefined)
  await unpack(archive, join(fake.root, 'out'), { place, onBytes: (bytes) => written.push(bytes) })
  expect(await readFile(join(fake.root, 'out/include/1.h'), 'utf8')).toBe('first')
  expect(existsSync(join(fake.root, 'out/x'))).toBe(false)
  expect(written.at(-1)).toBe(5)
})

describe('an archive that names something outside its folder is refused', () => {
  test.each(['../evil', 'x/../../evil', '/evil', '..\\evil', 'C:\\evil'])('%s', async (name) => {
    await using fake = await fakeNative()
    const archive = join(fake.root, 'a.zip')
    await writeFile(archive, zipOf({ [name]: 'evil' }))
    const unpacking = unpack(archive, join(fake.root, 'out'), { place: (member) => member })
    await expect(unpacking).rejects.toMatchObject({ code: 'unsafe-archive' })
    expect(existsSync(join(fake.root, 'evil'))).toBe(false)
  })

  test('also where the place is what climbs', () => {
    expect(() => pathInside('/a/b', '../c')).toThrow(/outside/)
    expect(() => pathInside('/a/b', '/a/b/c')).toThrow(/outside/)
    expect(() => pathInside('/a/b', 'c\0d')).toThrow(/outside/)
    expect(pathInside('/a/b', 'c/..d/e')).toBe('/a/b/c/..d/e')
  })
})

test('what is no archive, or half of one, is called so', async () => {
  await using fake = await fakeNative()
  const whole = zipOf({ a: 'content' })
  for (const bytes of [Buffer.from('<html>'), whole.subarray(0, whole.length - 10)]) {
    const archive = join(fake.root, 'a.zip')
    await writeFile(archive, bytes)
    const unpacking = unpack(archive, join(fake.root, 'out'), { place: (member) => member })
    await expect(unpacking).rejects.toMatchObject({ code: 'damaged-archive' })
  }
})
