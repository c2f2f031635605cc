import { crc32, deflateRawSync } from 'node:zlib'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { checkRefusal, FUZZ_RUNS, damagedCopies, joined, refusalOf } from './hostile-files.fixture.js'
import { UNPACK_LIMITS } from './inflate-stream.js'
import { NPY_FILES } from './npy-files.fixture.js'
import { parseNpy } from './npy.js'
import { accessBytes } from './random-access.js'
import { findZipEntry, isZip, unpackZipEntry } from './zip-entries.js'
import { ZIP_ARCHIVES } from './zip-archives.fixture.js'

async function unzip(archive: Uint8Array, name?: string, limits = UNPACK_LIMITS): Promise<Uint8Array> {
  const access = accessBytes(archive)
  const entry = await findZipEntry(access, name === undefined ? undefined : [name], 'some.zip')
  const parts: Uint8Array[] = []
  for await (const part of unpackZipEntry(access, entry, 'some.zip', undefined, limits)) parts.push(part)
  return joined(...parts)
}

const text = async (archive: Uint8Array, name?: string) => Buffer.from(await unzip(archive, name)).toString()

describe('archives of other programs', () => {
  test('an entry by its name, or the only one', async () => {
    expect(isZip(ZIP_ARCHIVES.normal)).toBe(true)
    expect(await text(ZIP_ARCHIVES.normal, 'train.amat')).toBe('0.5 0.25 1\n0 1 0\n')
    expect(await text(ZIP_ARCHIVES.normal, 'test.amat')).toBe('0 0 1\n')
    expect(await text(ZIP_ARCHIVES.stored, 'sub/train.amat')).toBe('0.5 0.25 1\n0 1 0\n')
    expect(await text(ZIP_ARCHIVES.stored)).toBe('0.5 0.25 1\n0 1 0\n')
  })

  test('deflated, with the sizes of 64 bits that numpy writes', async () => {
    const { shape, data } = parseNpy(await unzip(NPY_FILES.npz, 'x.npy'), 'x')
    expect([shape, [...data]]).toEqual([[6, 2, 2], Array.from({ length: 24 }, (_, i) => i)])
    expect([...parseNpy(await unzip(NPY_FILES.npz, 'y.npy'), 'y').data]).toEqual([0, 1, 0, 1, 0, 1])
  })

  test.each([
    ['link', 'link.amat', /symbolic link/],
    ['encrypted', 'train.amat', /encrypted/],
    ['leaving', 'train.amat', /invalid relative path: \.\.\/evil\.amat/],
    ['twice', 'train.amat', /it has "train.amat" twice/],
    ['bzip2', 'train.amat', /packed by method 12/],
  ] as const)('%s is refused', async (archive, name, message) => {
    const error = await refusalOf(() => unzip(ZIP_ARCHIVES[archive], name))
    expect(error).toMatchObject({ code: 'invalid-zip', place: { source: 'some.zip' } })
    expect(error.message).toMatch(message)
  })

  test('a name that is not there: those that are, are told', async () => {
    const error = await refusalOf(() => unzip(ZIP_ARCHIVES.normal, 'valid.amat'))
    expect(error.code).toBe('missing-file')
    expect(error.expected).toContain('"train.amat", "test.amat"')
    expect((await refusalOf(() => unzip(ZIP_ARCHIVES.normal))).message).toContain('it holds 2 files')
  })
})

interface Lies {
  size?: number
  packedSize?: number
  checksum?: number
  localName?: string
  count?: number
}

/** An archive of one deflated file by the book (APPNOTE 4.3), with what it says of it changed. */
function zip(content: Uint8Array, lies: Lies = {}): Uint8Array {
  const packed = deflateRawSync(content)
  const name = Buffer.from('data')
  const { size = content.length, packedSize = packed.length, checksum = crc32(content), localName = 'data' } = lies
  // version, flags, method 8, time, date, checksum, sizes
  const common = [20, 0, 0, 0, 8, 0, 0, 0, 0, 0, ...u32(checksum), ...u32(packedSize), ...u32(size)]
  const local = joined(Uint8Array.of(...u32(0x04034b50), ...common, 4, 0, 0, 0), Buffer.from(localName), packed)
  const central = joined(Uint8Array.of(...u32(0x02014b50), 20, 0, ...common, 4, 0, ...Array<number>(16).fill(0)), name)
  const count = lies.count ?? 1
  const end = [...u32(0x06054b50), 0, 0, 0, 0, count, 0, count, 0, ...u32(central.length), ...u32(local.length), 0, 0]
  return joined(local, central, Uint8Array.from(end))
}

function u32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
}

describe('archives that lie', () => {
  const content = Buffer.from('0 1 0\n'.repeat(100))
  test('by the book it is read, so that the refusals below are of the lie', async () => {
    expect(await unzip(zip(content))).toEqual(Uint8Array.from(content))
  })

  test.each<[string, Lies, RegExp]>([
    ['less than comes out', { size: 599 }, /unpacks to more than 599 bytes/],
    ['more than comes out', { size: 601 }, /unpacks to 600 bytes, not to 601/],
    ['another checksum', { checksum: 1 }, /checksum \(CRC-32\) does not fit/],
    ['packed bytes that end before', { packedSize: 10 }, /damaged or cut short/],
    ['packed bytes beyond the end', { packedSize: 1e6 }, /overflows file bounds/],
    ['packed bytes of what follows', { packedSize: 30 }, /packed bytes, but ends after|damaged/],
    ['two names', { localName: 'evil' }, /has two names/],
    ['more entries than there are', { count: 9 }, /ends before byte/],
    ['no entry', { count: 0 }, /holds 0 files/],
  ])('%s', async (_, lies, message) => {
    expect((await refusalOf(() => unzip(zip(content, lies)))).message).toMatch(message)
  })

  test('a bomb, by what it claims and by how it grows', async () => {
    const zeros = zip(new Uint8Array(3_000_000))
    const limits = { bytes: 1e6, ratio: 500, unmeasured: 1e5 }
    expect((await refusalOf(() => unzip(zeros, undefined, limits))).message).toMatch(/more than 1,000,000 bytes/)
    const grown = { ...limits, bytes: 1e9 }
    expect((await refusalOf(() => unzip(zeros, undefined, grown))).message).toMatch(/more than 500 times its size/)
    expect(await unzip(zeros, undefined, { ...grown, ratio: 1100 })).toHaveLength(3_000_000)
  })

  test('a directory at 2⁶⁰, which the library would read outside of any promise', async () => {
    const whole = zip(content)
    const locator = Uint8Array.of(...u32(0x07064b50), ...u32(0), ...u32(0), ...u32(2 ** 28), ...u32(1))
    const archive = joined(whole.subarray(0, -22), locator, whole.subarray(-22))
    expect((await refusalOf(() => unzip(archive))).message).toMatch(/ends before byte/)
  })

  test('cut anywhere', async () => {
    const whole = zip(content)
    for (let length = 0; length < whole.length; length++) await refusalOf(() => unzip(whole.subarray(0, length)))
  })
})

test('damaged archives are refused, or give what was put in', { timeout: 60_000 }, async () => {
  const content = Buffer.from('0.5 1\n0.25 0\n'.repeat(9))
  const known = [content.toString(), '0.5 0.25 1\n0 1 0\n', '0 0 1\n', '0 1\n']
  const { normal, leaving, stored } = ZIP_ARCHIVES
  const files = [zip(content), normal, leaving, stored, NPY_FILES.npz]
  const any = fc.oneof({ weight: 9, arbitrary: damagedCopies(files) }, fc.uint8Array({ maxLength: 120 }))
  await fc.assert(
    fc.asyncProperty(any, fc.constantFrom(undefined, 'train.amat', 'x.npy'), async (archive, name) => {
      let found: Uint8Array
      try {
        found = await unzip(archive, name)
      } catch (error) {
        checkRefusal(error)
        return
      }
      // The checksum proves the content; an entry of nothing has none to prove.
      const result = Buffer.from(found).toString('latin1')
      expect(known.includes(result) || result.startsWith('\x93NUMPY') || result === '').toBe(true)
    }),
    { numRuns: FUZZ_RUNS },
  )
})
