import type { Params } from './autoencoder.js'

/** What JSON keeps number by number, finite ones: a float64 goes through it without a change. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Where a computation stands. In the same context, it goes on from here to the same bits. */
export interface Snapshot {
  /** Counters, sums, what was best so far. */
  readonly position: { readonly [name: string]: Json }
  readonly tensors: Params
}

/** A moment from which a stage can be taken up again. */
export interface Checkpoint {
  readonly kind: 'checkpoint'
  /** To be called before the stage is asked to go on, if at all. The tensors stay the stage's. */
  take(): Snapshot
}
