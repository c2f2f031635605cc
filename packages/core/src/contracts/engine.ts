import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

import { defineService } from '../service.js'
import type { Random } from './random.js'

export type EngineName = 'node' | 'wasm' | 'cpu'

/** Tensors by name, nested: what a compiled step takes and gives. */
export interface TensorRecord {
  readonly [name: string]: Tensor | TensorRecord
}

/** Examples that lie in the engine as bytes, and become float32 a batch at a time: x = byte / 255. */
export interface ByteRows {
  /** Rows of `dimensions` bytes; the tensor is the caller's, and for `take` alone. */
  upload(bytes: Uint8Array, dimensions: number): Tensor
  /** The rows at these places, int32 [batch], as float32 [batch, dimensions]. May be part of a compiled step. */
  take(table: Tensor, places: Tensor1D): Tensor2D
}

export type EngineFacts = Readonly<Record<string, string | number | boolean>>

/**
 * What runs tensors. The tensor library keeps one current backend for the whole process, so one engine is in use at a
 * time: creating a second one disposes of nothing, but makes it current.
 */
export interface Engine {
  readonly name: EngineName
  /** e.g. `wasm (SIMD, one thread)`. */
  readonly description: string
  /** Versions and settings that a result depends on: part of a run's identity. */
  readonly facts: EngineFacts
  /** How this machine runs it: threads, cores, the processor's features. Recorded with a run, not part of its identity. */
  readonly machine?: EngineFacts
  readonly random: Random
  /** Absent where bytes are made floats on the host. */
  readonly byteRows?: ByteRows
  /**
   * A step made fast. `step` must be pure: it may depend on nothing but its argument, keep no tensor and read none
   * back to the host. The result's tensors belong to the caller; everything else the step made is freed.
   */
  compile<Inputs extends TensorRecord, Outputs extends TensorRecord>(
    step: (inputs: Inputs) => Outputs,
  ): (inputs: Inputs) => Outputs
  /** Live tensors in the whole process; flat over steps, or something leaks. */
  tensorCount(): number
  dispose(): void
}

export const ENGINE = defineService<Engine>('engine')
