import { crc32, inflateSync } from 'node:zlib'

import { checkSize, type RefuseImage } from './decoded-image.js'

/** What the decoder needs of a PNG, all of it checked. */
export interface PngChunks {
  readonly width: number
  readonly height: number
  /** Bits per sample. */
  readonly depth: number
  readonly colour: keyof typeof PNG_COLOURS
  /** The file again, with nothing in it but what makes the pixels. */
  readonly file: Uint8Array
  /** Content of the chunk tRNS. */
  readonly transparency?: Uint8Array
}

/** Samples per pixel and the depths that there are, by colour type (PNG, third edition, table 8). */
export const PNG_COLOURS = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
} as const

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

const NEEDED = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])

/**
 * Walks through the chunks of a PNG (W3C, Portable Network Graphics, §5) and checks what a decoder takes on trust: the
 * size against `limit`, the CRC of every chunk, that the pixel data unpack to exactly the length that the header needs
 * (their Adler-32 included), and that no chunk is left out that the picture cannot be read without. Texts and colour
 * profiles, which may be bombs too, are left behind.
 *
 * @throws HourglassError `invalid-image`
 */
export function readPngChunks(bytes: Uint8Array, limit: number, refuse: RefuseImage): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const kept: Uint8Array[] = [PNG_SIGNATURE]
  const packed: Uint8Array[] = []
  let header: ReturnType<typeof readHeader> | undefined
  let transparency: Uint8Array | undefined
  for (let at = PNG_SIGNATURE.length, type = ''; type !== 'IEND';) {
    if (at + 12 > bytes.length) throw refuse(`the file is cut short: it ends after byte ${bytes.length}, before IEND`)
    const length = view.getUint32(at)
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const end = at + 12 + length
    if (end > bytes.length) throw refuse(`the file is cut short: it ends within ${JSON.stringify(type)}`)
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw refuse(`the chunk ${JSON.stringify(type)} at byte ${at} is damaged: its checksum does not fit`)
    const content = bytes.subarray(at + 8, end - 4)
    if (header === undefined) {
      if (type !== 'IHDR' || length !== 13) throw refuse('the file does not begin with its header, IHDR')
      header = readHeader(view, at + 8, refuse)
      checkSize(header.width, header.height, limit, refuse)
    } else if (type === 'IHDR') throw refuse('the file has two headers')
    if (type === 'tRNS') transparency = content
    else if (type === 'IDAT') packed.push(content)
    // An upper-case first letter says that the picture cannot be understood without the chunk.
    else if (!NEEDED.has(type) && /^[A-Z]/.test(type)) throw refuse(`the chunk ${type} is unknown`)
    if (NEEDED.has(type) || (type === 'tRNS' && header.colour === 3)) kept.push(bytes.subarray(at, end))
    at = end
  }
  checkPixelData(Buffer.concat(packed), header!, refuse)
  return { ...header!, file: Buffer.concat(kept), transparency }
}

function readHeader(view: DataView, at: number, refuse: RefuseImage) {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)]
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((place) => view.getUint8(at + place))
  const known = PNG_COLOURS[colour as keyof typeof PNG_COLOURS]
  if (known === undefined || !(known.depths as readonly number[]).includes(depth!))
    throw refuse(`the header says colour type ${colour} with ${depth} bits, which no PNG has`)
  if (compression !== 0 || filter !== 0 || interlace! > 1)
    throw refuse(`the header says compression ${compression}, filter ${filter}, interlacing ${interlace}`)
  if (interlace === 1 && depth! < 8)
    throw refuse(`the picture is interlaced with ${depth} bits a sample`, 'no interlacing, or at least 8 bits a sample')
  return { width, height, depth: depth!, colour: colour as keyof typeof PNG_COLOURS, interlaced: interlace === 1 }
}

/** First column, first row, and steps of the seven passes of Adam7; one pass over all where not interlaced. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** A decoder reads missing bytes as zeros, and unpacks a bomb to its end: so the length is proven beforehand. */
function checkPixelData(packed: Uint8Array, header: ReturnType<typeof readHeader>, refuse: RefuseImage): void {
  const { width, height, depth, colour } = header
  const bits = depth * PNG_COLOURS[colour].samples
  let expected = 0
  for (const [left, top, stepX, stepY] of header.interlaced ? ADAM7 : [[0, 0, 1, 1] as const]) {
    const [columns, rows] = [Math.ceil((width - left) / stepX), Math.ceil((height - top) / stepY)]
    if (columns > 0 && rows > 0) expected += rows * (1 + Math.ceil((columns * bits) / 8))
  }
  let found: number
  try {
    found = inflateSync(packed, { maxOutputLength: expected }).length
  } catch (cause) {
    const tooLong = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    const why = tooLong ? 'they unpack to more than the picture needs' : (cause as Error).message
    throw refuse(`the pixel data are damaged or cut short: ${why}`, `${expected} bytes, as the header says`, cause)
  }
  if (found !== expected)
    throw refuse(`the pixel data are cut short: they unpack to ${found} bytes`, `${expected} bytes, as the header says`)
}
