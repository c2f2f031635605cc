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

export type SplitName = 'train' | 'validation' | 'test'

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
  /**
   * Where the examples were drawn around a manifold that is known: points on it, row-major, count × `spec.dimensions`.
   * For pictures; training does not see it.
   */
  readonly manifold?: Float32Array
}

/** A file that a data set is read from, or kept in. */
export interface DataFile {
  readonly name: string
  /** Where it is; absent where it is missing. */
  readonly path?: string
}

type Progress = (message: string) => void

/** Loading is asynchronous: it reads files, and may download. */
export interface DatasetSource {
  /** An aborted signal, before or while loading, ends it: the signal's reason is thrown. */
  load(progress?: Progress, signal?: AbortSignal): Promise<Dataset>
  /** The files that `load` would read, and where they are; reads and downloads nothing. Absent where it needs none. */
  files?(): Promise<readonly DataFile[]>
  /** Downloads what is missing, so that `load` works without a network. Absent where nothing can be downloaded. */
  fetch?(progress?: Progress, signal?: AbortSignal): Promise<void>
  /** `load` for a set that is made: makes it anew, whatever has been kept of it. */
  remake?(progress?: Progress, signal?: AbortSignal): Promise<Dataset>
  /** SHA-256 by names of `Dataset.hashes`, as published for these options: `load` must come to the same. */
  readonly published?: Readonly<Record<string, string>>
}

export const DATASET = defineExtensionPoint({ id: 'dataset', contract: contractOf<DatasetSource>() })
