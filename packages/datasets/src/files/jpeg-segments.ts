import { checkSize, type RefuseImage } from './decoded-image.js'

/** What the decoder needs of a JPEG, all of it checked. */
export interface JpegSegments {
  readonly width: number
  readonly height: number
  /** 1 grey, 3 colour. */
  readonly components: 1 | 3
  /** Whether the three components are red, green, blue as they stand, and not luminance and two chrominances. */
  readonly plain: boolean
  /** The file again, with nothing in it but what makes the pixels. */
  readonly file: Uint8Array
}

const [SOI, EOI, SOS, DHT, DQT, DRI, APP0, APP14] = [0xd8, 0xd9, 0xda, 0xc4, 0xdb, 0xdd, 0xe0, 0xee]
/** Baseline, extended sequential and progressive frames with Huffman coding; the other ten kinds are never met. */
const FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2]
const OTHER_FRAMES: readonly number[] = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xcc, 0xde]
/** Of the usual progressive files; each scan passes over the whole picture, so that thousands would be a bomb of time. */
const MAX_SCANS = 100

/**
 * Walks through the segments of a JPEG (ITU-T T.81, annex B) and checks what a decoder takes on trust: one frame, its
 * size against `limit`, its sampling factors, tables that fill their segments exactly, the number of scans, the end.
 * Comments, thumbnails and colour profiles are left behind.
 *
 * @throws HourglassError `invalid-image`
 */
export function readJpegSegments(bytes: Uint8Array, limit: number, refuse: RefuseImage): JpegSegments {
  const kept: Uint8Array[] = [Uint8Array.of(0xff, SOI)]
  let frame: ReturnType<typeof readFrame> | undefined
  let [scans, jfif] = [0, false]
  let transform: number | undefined
  for (let at = 2; ;) {
    if (bytes[at] === undefined) throw refuse('the file is cut short: it has no end marker')
    if (bytes[at] !== 0xff) throw refuse(`a marker was expected at byte ${at}`)
    const marker = bytes[at + 1]
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    if (marker === EOI) break
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!
    let end = at + 2 + length
    if (marker === undefined || length < 2 || !(end <= bytes.length))
      throw refuse(`the file is damaged or cut short at byte ${at}`)
    const content = bytes.subarray(at + 4, end)
    let needed = true
    if (FRAMES.includes(marker)) {
      if (frame !== undefined) throw refuse('the file has two frames')
      frame = readFrame(content, refuse)
      checkSize(frame.width, frame.height, limit, refuse)
    } else if (OTHER_FRAMES.includes(marker))
      throw refuse(`the picture is coded in an unusual way (marker ff${marker.toString(16)})`, 'a baseline JPEG')
    else if (marker === SOS) {
      checkScan(content, frame?.ids, refuse)
      if (++scans > MAX_SCANS) throw refuse(`the file has more than ${MAX_SCANS} scans`)
      end = endOfScan(bytes, end)
    } else if (marker === DHT || marker === DQT) checkTables(content, marker === DHT, refuse)
    else if (marker === APP0) jfif ||= startsWith(content, 'JFIF\0')
    else if (marker === APP14 && startsWith(content, 'Adobe') && content.length >= 12) transform = content[11]
    else needed = marker === DRI && length === 4
    if (needed && marker !== APP0 && marker !== APP14) kept.push(bytes.subarray(at, end))
    at = end
  }
  if (frame === undefined || scans === 0) throw refuse('the file has no picture in it')
  kept.push(Uint8Array.of(0xff, EOI))
  const { width, height, ids } = frame
  // As the reference decoder of the Independent JPEG Group decides it.
  const named = !jfif && ids.join() === '82,71,66'
  const plain = !jfif && (transform === undefined ? named : transform === 0)
  return { width, height, components: ids.length as 1 | 3, plain, file: Buffer.concat(kept) }
}

function readFrame(content: Uint8Array, refuse: RefuseImage) {
  const [depth, h1, h0, w1, w0, count] = content
  if (content.length < 6 || content.length !== 6 + 3 * count!) throw refuse('the frame header is damaged')
  if (depth !== 8) throw refuse(`a sample has ${depth} bits`, '8 bits a sample')
  if (count !== 1 && count !== 3)
    throw refuse(`a pixel has ${count} components (4: inks for printing)`, '1 component (grey) or 3 (colour)')
  const ids = Array.from({ length: count }, (_, c) => content[6 + 3 * c]!)
  const factors = Array.from({ length: count }, (_, c) => content[7 + 3 * c]!)
  if (new Set(ids).size !== count || factors.some((f) => f >> 4 < 1 || f >> 4 > 4 || (f & 15) < 1 || (f & 15) > 4))
    throw refuse('the frame header is damaged: its components have impossible names or sampling factors')
  return { width: (w1! << 8) | w0!, height: (h1! << 8) | h0!, ids }
}

function checkScan(content: Uint8Array, ids: readonly number[] | undefined, refuse: RefuseImage): void {
  const count = content[0]!
  const named = Array.from({ length: count }, (_, c) => content[1 + 2 * c]!)
  const [first, last] = content.subarray(1 + 2 * count)
  const whole = content.length === 4 + 2 * count && first! <= last! && last! <= 63
  if (!whole || count < 1 || new Set(named).size !== count || !named.every((id) => ids?.includes(id)))
    throw refuse('the header of a scan is damaged')
}

/** Tables fill their segment: a decoder that reads beyond it would take tables for markers. */
function checkTables(content: Uint8Array, huffman: boolean, refuse: RefuseImage): void {
  let at = 0
  while (at < content.length)
    if (huffman) at += 17 + content.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0)
    else at += content[at]! >> 4 === 0 ? 65 : 129
  if (at !== content.length) throw refuse('a table of the file is damaged')
}

/** Where the coded data end: at the first marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

function startsWith(content: Uint8Array, text: string): boolean {
  return Array.from(text).every((letter, place) => content[place] === letter.charCodeAt(0))
}
