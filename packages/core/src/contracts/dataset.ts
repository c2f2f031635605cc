import { contractOf, defineExtensionPoint } from '../extension-point.js'
import type { DataSpec } from './data-spec.js'

/** A fixed, ordered set of examples. Pixels stay bytes inside and become floats a batch at a time. */
export interface Split {
  readonly size: number
  /** The examples at these places as float32, row-major, `indices.length` × `spec.dimensions`. */
  rows(indices: ArrayLike<number>): Float32Array
  /**
   * Where examples are bytes inside, x = byte / 255: those bytes, row-major, and for each example of this split its row,
   * its own place where absent. An engine may then make the floats itself.
   */
  readonly bytes?: { readonly pixels: Uint8Array; readonly rows?: Int32Array }
  /** The class of each example, `size` of them; there exactly where the spec has `classes`. */
  readonly labels?: Uint8Array
}

export interface Dataset {
  readonly name: string
  readonly spec: DataSpec
  readonly train: Split
  readonly validation: Split
  readonly test: Split
  /** SHA-256 of what the examples were made from, by name; goes into `environment.json`. */
  readonly hashes: Readonly<Record<string, string>>
  /** Anything a reader of the results must be told, e.g. a held-out batch standing in for the test set. */
  readonly notes?: readonly string[]
}

/** Loading is asynchronous: it reads files, and may download. */
export interface DatasetSource {
  /** An aborted signal, before or while loading, ends it: the signal's reason is thrown. */
  load(progress?: (message: string) => void, signal?: AbortSignal): Promise<Dataset>
}

export const DATASET = defineExtensionPoint({ id: 'dataset', contract: contractOf<DatasetSource>() })
