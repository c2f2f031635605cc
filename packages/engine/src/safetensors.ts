import { HourglassError, type Params } from '@hourglass/core'
import { tensor, type Tensor } from '@tensorflow/tfjs-core'

interface Header {
  [name: string]: { dtype: string; shape: number[]; data_offsets: [number, number] }
}

const DTYPES: Readonly<Record<string, 'float32' | 'int32'>> = { F32: 'float32', I32: 'int32' }
const NAMES: Readonly<Record<string, string>> = { float32: 'F32', int32: 'I32' }
/** The format's own limit. */
const HEADER_LIMIT = 100_000_000

/**
 * Tensors by name as one safetensors file: an 8-byte little-endian header length, the header as JSON padded with
 * spaces to a multiple of 8, then the values, little-endian, in the order of the names. The same tensors give the same
 * bytes. Readable from Python (`safetensors.numpy.load_file`). Format: huggingface.co/docs/safetensors.
 */
export function encodeSafetensors(params: Params): Uint8Array {
  const names = Object.keys(params).toSorted()
  const header: Header = {}
  const parts: Uint8Array[] = []
  let offset = 0
  for (const name of names) {
    const { dtype, shape } = params[name]!
    const values = wordsOf(params[name]!)
    const code = NAMES[dtype]
    if (code === undefined) throw new TypeError(`safetensors: tensor "${name}" has dtype ${dtype}`)
    header[name] = { dtype: code, shape: [...shape], data_offsets: [offset, offset + values.byteLength] }
    offset += values.byteLength
    parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerLength = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.set(json, 8)
  let at = 8 + headerLength
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** On the cpu engine what was cast from bool is bytes still, though its dtype is float32. */
function wordsOf(tensor: Tensor): Float32Array | Int32Array {
  const values = tensor.dataSync()
  if (tensor.dtype === 'int32') return Int32Array.from(values)
  return values instanceof Float32Array ? values : Float32Array.from(values)
}

/** @throws HourglassError `invalid-safetensors`, naming `source` */
export function decodeSafetensors(bytes: Uint8Array, source: string): Record<string, Tensor> {
  const refuse = (message: string, cause?: unknown): never => {
    throw new HourglassError('invalid-safetensors', message, {
      place: { source },
      expected: 'a complete safetensors file of float32 or int32 tensors',
      cause,
    })
  }
  if (bytes.length < 8) refuse(`the file ends after ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerLength = Number(view.getBigUint64(0, true))
  if (headerLength > HEADER_LIMIT || 8 + headerLength > bytes.length) refuse(`its header claims ${headerLength} bytes`)
  const header = parseHeader(bytes.subarray(8, 8 + headerLength), refuse)
  const data = bytes.subarray(8 + headerLength)
  if (typeof header !== 'object' || header === null) refuse('its header is not an object')
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__')
  // Everything is checked before the first tensor is made, so that a refusal leaks none.
  const checked = entries.map(([name, entry]) => {
    const dtype = DTYPES[entry?.dtype] ?? refuse(`tensor "${name}" has dtype ${String(entry?.dtype)}`)
    const { shape, data_offsets: offsets } = entry
    const whole = (number: unknown): boolean => Number.isSafeInteger(number) && (number as number) >= 0
    if (!Array.isArray(shape) || !Array.isArray(offsets) || ![...shape, ...offsets].every(whole))
      refuse(`tensor "${name}" has no shape or no place`)
    const [begin, end] = offsets
    const size = shape.reduce((product, side) => product * side, 4)
    if (!(begin >= 0 && end <= data.length && end - begin === size)) refuse(`tensor "${name}" does not fit the file`)
    // A copy, aligned; the `slice` of a Buffer, which is what a file is read into, would be a view.
    return { name, dtype, shape, values: new Uint8Array(data.subarray(begin, end)).buffer }
  })
  return Object.fromEntries(
    checked.map(({ name, dtype, shape, values }) => {
      const typed = dtype === 'float32' ? new Float32Array(values) : new Int32Array(values)
      return [name, tensor(typed, shape, dtype)]
    }),
  )
}

function parseHeader(bytes: Uint8Array, refuse: (message: string, cause?: unknown) => never): Header {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Header
  } catch (cause) {
    return refuse('its header is not JSON', cause)
  }
}
