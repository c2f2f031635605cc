import { crc32, deflateSync } from 'node:zlib'

import * as fc from 'fast-check'
import { encode } from 'fast-png'
import { describe, expect, test } from 'vitest'

import { decodeImage } from './decode-image.js'
import { FUZZ_RUNS, damagedCopies, joined, parsedOrRefused, refusalOf } from './hostile-files.fixture.js'
import { JPEG_GREY_PIXELS, PICTURES } from './pictures.fixture.js'

const ONE_BIT = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0].map((bit) => 255 * bit)

describe('PNG, as another program reads it', () => {
  test.each([
    ['grey', 2, 3, 1, [0, 50, 100, 150, 200, 255]],
    ['colour', 2, 2, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]],
    ['alpha', 2, 2, 4, [255, 0, 0, 0, 0, 255, 0, 128, 0, 0, 255, 255, 10, 20, 30, 7]],
    ['greyAlpha', 2, 2, 2, [0, 1, 50, 2, 150, 3, 200, 4]],
    // 128 / 65535 is nearer to 0 than to 1 / 255, 129 / 65535 is not.
    ['deep', 2, 3, 1, [0, 0, 1, 1, 128, 255]],
    ['palette', 2, 3, 3, [1, 2, 3, 40, 50, 60, 70, 80, 90, 255, 254, 253, 70, 80, 90, 40, 50, 60]],
    [
      'paletteAlpha',
      2,
      3,
      4,
      [1, 2, 3, 255, 40, 50, 60, 0, 70, 80, 90, 128, 255, 254, 253, 9, 70, 80, 90, 128, 40, 50, 60, 0],
    ],
    ['bits', 2, 9, 1, ONE_BIT],
    ['twoBits', 3, 5, 1, [0, 85, 0, 0, 0, 0, 0, 170, 0, 0, 0, 0, 0, 0, 255]],
    ['keyed', 2, 3, 2, [0, 255, 50, 255, 100, 0, 150, 255, 200, 255, 255, 255]],
    ['interlaced', 9, 9, 1, Array.from({ length: 81 }, (_, i) => 3 * i)],
  ] as const)('%s', (name, height, width, channels, pixels) => {
    const image = decodeImage(PICTURES[name], name)
    expect({ ...image, pixels: Array.from(image.pixels) }).toEqual({ height, width, channels, pixels })
  })

  test('a view into a larger array', () => {
    const view = joined(Uint8Array.of(1, 2, 3), PICTURES.grey, Uint8Array.of(4)).subarray(3, -1)
    expect(Array.from(decodeImage(view, 'view').pixels)).toEqual([0, 50, 100, 150, 200, 255])
  })
})

describe('JPEG, as another program reads it', () => {
  test.each(['jpegGrey', 'jpegProgressive', 'jpegRestart'] as const)('%s, to one level', (name) => {
    const { height, width, channels, pixels } = decodeImage(PICTURES[name], name)
    expect([height, width, channels]).toEqual([9, 13, 1])
    const far = JPEG_GREY_PIXELS.flat().filter((value, i) => Math.abs(value - pixels[i]!) > 1)
    expect(far).toEqual([])
  })

  test.each([
    ['jpegColour', [200, 31, 90]],
    ['jpegRgb', [200, 30, 90]],
  ] as const)('%s, to one level', (name, pixel) => {
    const { height, width, channels, pixels } = decodeImage(PICTURES[name], name)
    expect([height, width, channels]).toEqual([8, 8, 3])
    expect(pixels.every((value, i) => Math.abs(value - pixel[i % 3]!) <= 1)).toBe(true)
  })
})

/** A PNG by the book: signature, and chunks of length, type, content, CRC. */
function png(...chunks: readonly (readonly [type: string, content: Uint8Array])[]): Uint8Array {
  const parts = chunks.map(([type, content]) => {
    const body = joined(Buffer.from(type, 'latin1'), content)
    const ends = new DataView(new ArrayBuffer(8))
    ends.setUint32(0, content.length)
    ends.setUint32(4, crc32(body))
    return joined(new Uint8Array(ends.buffer, 0, 4), body, new Uint8Array(ends.buffer, 4, 4))
  })
  return joined(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...parts)
}

function header(width: number, height: number, depth = 8, colour = 0, interlaced = 0): readonly [string, Uint8Array] {
  const view = new DataView(new ArrayBuffer(13))
  view.setUint32(0, width)
  view.setUint32(4, height)
  ;[depth, colour, 0, 0, interlaced].forEach((value, place) => view.setUint8(8 + place, value))
  return ['IHDR', new Uint8Array(view.buffer)]
}

const data = (...bytes: number[]): readonly [string, Uint8Array] => ['IDAT', deflateSync(Uint8Array.from(bytes))]
const END = ['IEND', new Uint8Array(0)] as const

describe('what is refused', () => {
  test('a PNG by the book is read, so that the refusals below are of what is said', () => {
    expect(Array.from(decodeImage(png(header(2, 1), data(0, 7, 8), END), 'book').pixels)).toEqual([7, 8])
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /the file is empty/],
    ['another format', Buffer.from('GIF89a'), /neither a PNG nor a JPEG: it begins with 47 49 46 38/],
    ['a signature alone', PICTURES.grey.subarray(0, 8), /cut short/],
    ['the last byte missing', PICTURES.grey.subarray(0, -1), /cut short/],
    ['a size of 10¹⁸', png(header(1e9, 1e9), data(0), END), /1000000000 × 1000000000 pixels/],
    ['no pixel', png(header(0, 5), data(0), END), /0 × 5/],
    ['three bits', png(header(2, 1, 3), data(0, 7, 8), END), /colour type 0 with 3 bits/],
    ['interlaced bits', png(header(8, 1, 1, 0, 1), data(0, 7), END), /interlaced with 1 bits/],
    ['too few pixels', png(header(2, 2), data(0, 7, 8, 0, 7), END), /unpack to 5 bytes/],
    ['a bomb', png(header(2, 1), ['IDAT', deflateSync(new Uint8Array(1e7))], END), /unpack to more than/],
    ['no pixel data', png(header(2, 1), END), /damaged or cut short/],
    ['an unknown row filter', png(header(2, 1), data(9, 7, 8), END), /cannot be decoded: Unsupported filter: 9/],
    ['an index beyond the palette', png(header(1, 1, 8, 3), ['PLTE', Buffer.from('abc')], data(0, 1), END), /palette/],
    ['two headers', png(header(2, 1), header(1, 1), data(0, 7, 8), END), /two headers/],
    [
      'an unknown critical chunk',
      png(header(2, 1), ['CgBI', new Uint8Array(4)], data(0, 7, 8), END),
      /CgBI is unknown/,
    ],
    ['a changed byte', PICTURES.grey.with(45, PICTURES.grey[45]! ^ 1), /checksum does not fit/],
    ['inks', PICTURES.jpegCmyk, /4 components/],
    ['a cut JPEG', PICTURES.jpegGrey.subarray(0, -40), /cut short|marker|decoded/],
    ['a JPEG without its end', PICTURES.jpegGrey.subarray(0, -2), /no end marker|cut short/],
    ['a JPEG cut, its end sewn on', joined(PICTURES.jpegGrey.subarray(0, -12), Uint8Array.of(0xff, 0xd9)), /marker/],
  ])('%s', async (_, bytes, message) => {
    const error = await refusalOf(() => decodeImage(bytes, 'some.png'))
    expect(error).toMatchObject({ code: 'invalid-image', place: { source: 'some.png' } })
    expect(error.message).toMatch(message)
  })

  test('a size beyond the limit, by the header alone, of a PNG and of a JPEG', async () => {
    expect((await refusalOf(() => decodeImage(PICTURES.grey, 'x', 5))).expected).toMatch(/at most 5 pixels/)
    expect((await refusalOf(() => decodeImage(PICTURES.jpegGrey, 'x', 116))).expected).toMatch(/at most 116 pixels/)
    expect(decodeImage(PICTURES.jpegGrey, 'x', 117).pixels).toHaveLength(117)
    // 65535 × 65535, in 400 bytes.
    const size = PICTURES.jpegGrey.findIndex((byte, at) => byte === 0xff && PICTURES.jpegGrey[at + 1] === 0xc0)
    const bomb = Uint8Array.from(PICTURES.jpegGrey)
    bomb.fill(0xff, size + 5, size + 9)
    expect((await refusalOf(() => decodeImage(bomb, 'x'))).message).toMatch(/65535 × 65535/)
  })

  test('a progressive JPEG with a thousand scans, each over the whole picture', async () => {
    const { jpegProgressive: file } = PICTURES
    const scan = file.lastIndexOf(0xda) - 1
    const many = joined(
      file.subarray(0, scan),
      ...Array.from({ length: 1000 }, () => file.subarray(scan, -2)),
      file.subarray(-2),
    )
    expect((await refusalOf(() => decodeImage(many, 'x'))).message).toMatch(/more than 100 scans/)
  })
})

describe('hostile pictures', () => {
  const isConsistent = (bytes: Uint8Array): boolean => {
    const image = parsedOrRefused(() => decodeImage(bytes, 'fuzz', 2 ** 16))
    return image === undefined || image.pixels.length === image.width * image.height * image.channels
  }

  test('PNGs are read back as they were written', () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 2, 3, 4))
      .chain(([width, height, channels]) => {
        const length = width * height * channels
        const pixels = fc.uint8Array({ minLength: length, maxLength: length })
        return pixels.map((data) => ({ width, height, channels, data }))
      })
    fc.assert(
      fc.property(picture, fc.constantFrom('null' as const, 'Adam7' as const), (picture, interlace) => {
        expect(decodeImage(encode(picture, { interlace }), 'x').pixels).toEqual(picture.data)
      }),
      { numRuns: 500 },
    )
  })

  test('damaged PNGs are refused, or give the pixels of the whole one', () => {
    // Everything that makes pixels is under a checksum: what is accepted in spite of damage is what it was.
    const known = new Set(['grey', 'palette', 'interlaced', 'keyed'].map((name) => pixelsOf(PICTURES[name as 'grey'])))
    const files = [PICTURES.grey, PICTURES.palette, PICTURES.interlaced, PICTURES.keyed]
    fc.assert(
      fc.property(damagedCopies(files), (copy) => {
        const image = parsedOrRefused(() => decodeImage(copy, 'fuzz', 2 ** 16))
        // The one that is transparent by a chunk of its own is the first one when that chunk is lost as a whole.
        return image === undefined || known.has(pixelsOf(copy))
      }),
      { numRuns: FUZZ_RUNS / 2 },
    )
  })

  test('PNGs with true checksums that lie in everything else', () => {
    const small = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.nat({ max: 2 ** 32 - 1 }))
    const colour = fc.constantFrom(0, 2, 3, 4, 6, 1, 7)
    const head = fc.tuple(small, small, fc.constantFrom(1, 2, 4, 8, 16, 3), colour, fc.constantFrom(0, 1, 2))
    const content = fc.uint8Array({ maxLength: 300 }).map((bytes) => data(...bytes.map((byte) => byte % 6)))
    const lying = fc
      .tuple(head, fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 6 }), content)
      .map(([head, palette, transparency, content]) =>
        png(header(...head), ['PLTE', palette], ['tRNS', transparency], content, END),
      )
    fc.assert(fc.property(lying, isConsistent), { numRuns: FUZZ_RUNS / 2 })
  })

  test('damaged JPEGs, and any bytes that begin as pictures do', () => {
    const { jpegGrey, jpegProgressive, jpegRestart, jpegRgb } = PICTURES
    const begun = fc
      .tuple(fc.constantFrom(jpegGrey.subarray(0, 3), PICTURES.grey.subarray(0, 16)), fc.uint8Array({ maxLength: 99 }))
      .map((parts) => joined(...parts))
    const any = fc.oneof(
      { weight: 8, arbitrary: damagedCopies([jpegGrey, jpegProgressive, jpegRestart, jpegRgb]) },
      begun,
      fc.uint8Array(),
    )
    fc.assert(fc.property(any, isConsistent), { numRuns: FUZZ_RUNS / 2 })
  })
})

function pixelsOf(bytes: Uint8Array): string {
  const { width, height, channels, pixels } = decodeImage(bytes, 'known')
  return `${width} × ${height} × ${channels}: ${pixels.join()}`
}
