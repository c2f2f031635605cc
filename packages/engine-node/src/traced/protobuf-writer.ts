/**
 * Writes messages of the protocol buffer wire format: as much of it as a graph needs.
 *
 * Source: protobuf.dev/programming-guides/encoding.
 */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = []

  /** An integer, enumeration or boolean, as a varint; negative ones take ten bytes. */
  integer(field: number, value: number | bigint | boolean): this {
    this.#tag(field, 0)
    this.#parts.push(varint(BigInt(value)))
    return this
  }

  float(field: number, value: number): this {
    this.#tag(field, 5)
    this.#parts.push(new Uint8Array(Float32Array.of(value).buffer))
    return this
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, 2)
    this.#parts.push(varint(BigInt(value.length)), value)
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, write: (inner: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter()
    write(inner)
    return this.bytes(field, inner.finish())
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#parts)
  }

  #tag(field: number, wireType: number): void {
    this.#parts.push(varint(BigInt((field << 3) | wireType)))
  }
}

function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value)
  const bytes: number[] = []
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}
