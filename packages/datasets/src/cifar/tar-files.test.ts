import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'

import { HourglassError } from '@hourglass/core'
import * as fc from 'fast-check'
import { type Header, pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'

import { readTarGz } from './tar-files.js'

const A = Uint8Array.from({ length: 700 }, (_, at) => at % 251)
const B = Uint8Array.from({ length: 300 }, (_, at) => (at * at) % 241)
const WANTED = new Map([
  ['a.bin', 700],
  ['b.bin', 300],
])

type Entry = readonly [header: Partial<Header> & Pick<Header, 'name'>, content?: Uint8Array]
const file = (name: string, content: Uint8Array): Entry => [{ name }, content]
const FOLDER: Entry = [{ name: 'set', type: 'directory' }]
const WHOLE: readonly Entry[] = [FOLDER, file('set/a.bin', A), file('set/readme.html', B), file('set/b.bin', B)]

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const packing = pack()
  for (const [header, content] of entries)
    if (content === undefined) packing.entry(header)
    else packing.entry(header, Buffer.from(content))
  packing.finalize()
  return buffer(packing)
}

async function read(archive: Uint8Array, limit = 20_000, signal?: AbortSignal): Promise<Map<string, Uint8Array>> {
  const taken = new Map<string, Uint8Array>()
  await readTarGz(chunksOf(archive), {
    wanted: WANTED,
    limit,
    source: 'set.tar.gz',
    take: async (name, bytes) => void taken.set(name, bytes),
    ...(signal && { signal }),
  })
  return taken
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

const refusal = async (entries: readonly Entry[], limit?: number): Promise<HourglassError> =>
  read(gzipSync(await tar(entries)), limit).then(
    () => expect.unreachable('it was read'),
    (error: HourglassError) => error,
  )

/** The header's own size and checksum are written over, as `tar` would never do. */
function withSize(archive: Buffer, name: string, size: string): Buffer {
  const copy = Buffer.from(archive)
  const header = copy.indexOf(name)
  copy.write(size.padEnd(12, '\0'), header + 124, 'latin1')
  copy.fill(' ', header + 148, header + 156)
  const sum = copy.subarray(header, header + 512).reduce((total, byte) => total + byte, 0)
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148, 'latin1')
  return copy
}

describe('an archive as it should be', () => {
  it('gives the wanted files and passes over the others', async () => {
    const taken = await read(gzipSync(await tar(WHOLE)))
    expect([...taken.keys()]).toEqual(['a.bin', 'b.bin'])
    expect(Buffer.from(taken.get('a.bin')!).equals(A)).toBe(true)
    expect(Buffer.from(taken.get('b.bin')!).equals(B)).toBe(true)
  })

  it('may have its files anywhere, and long names', async () => {
    const deep = `${'folder/'.repeat(60)}a.bin`
    expect((await read(gzipSync(await tar([file(deep, A), file('./b.bin', B)])))).size).toBe(2)
  })
})

describe('an archive that is refused', () => {
  it.each(['../a.bin', 'set/../../a.bin', '/a.bin', 'C:\\a.bin', '\\\\host\\a.bin', 'set\\..\\a.bin', '..'])(
    'has an entry %s',
    async (name) => {
      expect(await refusal([...WHOLE, file(name, A)])).toMatchObject({
        code: 'invalid-archive',
        message: expect.stringContaining('leaves its folder'),
        place: { source: 'set.tar.gz' },
      })
    },
  )

  it.each(['symlink', 'link', 'character-device', 'block-device', 'fifo', 'contiguous-file'] as const)(
    'has a %s',
    async (type) => {
      const link = { name: 'set/a.bin', type, linkname: '/etc/passwd', size: 0 }
      const error = await refusal([[link, new Uint8Array(0)], ...WHOLE])
      expect(error).toMatchObject({ code: 'invalid-archive', message: `the entry "set/a.bin" is a ${type}` })
    },
  )

  it('has a wanted file twice, of another size, or not at all', async () => {
    expect((await refusal([...WHOLE, file('other/a.bin', A)])).message).toBe('the archive has two files a.bin')
    expect((await refusal([file('a.bin', B)])).message).toBe('a.bin has 300 bytes, and should have 700')
    expect((await refusal([file('a.bin', A)])).message).toBe('the archive has no b.bin')
    expect((await refusal([])).message).toBe('the archive has no a.bin, no b.bin')
  })

  it.each([
    ['more than there is', '00000077777'],
    ['gigabytes', '77777777777'],
    ['less than nothing', '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe'],
    ['no number', 'xxxxxxxxxxx'],
    ['a number in a form that there is none of', '\x81'],
  ])('claims that a file has %s', async (_, size) => {
    for (const name of ['set/a.bin', 'set/readme.html'])
      await expect(read(gzipSync(withSize(await tar(WHOLE), name, size)))).rejects.toMatchObject({
        code: 'invalid-archive',
      })
  })

  it('is a bomb: of bytes, or of entries', async () => {
    const zeros = new Uint8Array(64 << 20)
    const bomb = gzipSync(await tar([file('zeros', zeros), ...WHOLE]))
    expect(bomb.length).toBeLessThan(100_000)
    await expect(read(bomb)).rejects.toMatchObject({ message: 'the archive unpacks to more than 20,000 bytes' })
    const many = Array.from({ length: 1001 }, (_, at) => file(`${at}`, new Uint8Array(0)))
    expect((await refusal(many, 1 << 20)).message).toBe('the archive has more than 1000 entries')
  })

  it('is cut short, wherever, or is no archive', async () => {
    const archive = gzipSync(await tar(WHOLE))
    for (let length = 0; length < archive.length - 1; length += 7)
      await expect(read(archive.subarray(0, length))).rejects.toMatchObject({ code: 'invalid-archive' })
    await expect(read(Buffer.from('<html>please log in</html>'))).rejects.toThrow('damaged or cut short')
    await expect(read(gzipSync(Buffer.alloc(2000, 7)))).rejects.toThrow('damaged or cut short')
  })
})

it('stops where the signal says so', async () => {
  const reason = new Error('stopped')
  await expect(read(gzipSync(await tar(WHOLE)), 20_000, AbortSignal.abort(reason))).rejects.toBe(reason)
})

it('passes on what goes wrong with the file itself', async () => {
  const failing = (async function* () {
    yield new Uint8Array(0)
    throw new Error('EIO: the disk')
  })()
  await expect(readTarGz(failing, { wanted: WANTED, limit: 1, source: 'x', take: async () => {} })).rejects.toThrow(
    'EIO: the disk',
  )
})

it(
  'whatever is done to an archive, it gives the wanted names and lengths or a clear error',
  { timeout: 60_000 },
  async () => {
    const plain = await tar(WHOLE)
    const change = fc.record({
      packed: fc.boolean(),
      // Half of the damage is done to headers, where it matters.
      block: fc.nat(plain.length / 512 - 1),
      at: fc.oneof(fc.nat(511), fc.constantFrom(0, 100, 124, 135, 148, 156, 157, 257, 345)),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
      mend: fc.boolean(),
      cut: fc.option(fc.nat(plain.length), { freq: 8 }),
    })
    const archive = gzipSync(plain)
    let refused = 0
    let whole = 0
    await fc.assert(
      fc.asyncProperty(change, async ({ packed, block, at, bytes, mend, cut }) => {
        let damaged: Uint8Array
        if (packed) {
          damaged = Uint8Array.from(archive)
          damaged.set(bytes.subarray(0, archive.length - 1), (block * 512 + at) % (archive.length - bytes.length))
          damaged = damaged.subarray(0, cut ?? undefined)
        } else {
          const copy = Buffer.from(plain)
          copy.set(bytes.subarray(0, plain.length - block * 512 - at), block * 512 + at)
          if (mend) checksum(copy.subarray(block * 512, block * 512 + 512))
          damaged = gzipSync(copy.subarray(0, cut ?? undefined), { level: 0 })
        }
        try {
          const taken = await read(damaged)
          whole++
          expect([...taken.keys()].toSorted()).toEqual(['a.bin', 'b.bin'])
          for (const [name, length] of WANTED) expect(taken.get(name)!.length).toBe(length)
          // gzip has a check sum of its own.
          if (packed) expect(Buffer.from(taken.get('a.bin')!).equals(A)).toBe(true)
        } catch (error) {
          if (!(error instanceof HourglassError) || error.code !== 'invalid-archive') throw error
          refused++
        }
      }),
      { numRuns: 10_000 },
    )
    // Both ends are reached, else the damage is of no use.
    expect(refused).toBeGreaterThan(1000)
    expect(whole).toBeGreaterThan(100)
  },
)

function checksum(header: Buffer): void {
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
}
