import type { Params, Snapshot } from '@hourglass/core'
import { free } from '@hourglass/engine'

import { copiesOf } from './copies-of.js'

/**
 * Keeps the parameters of the epoch with the least validation objective, and tells when `patience` epochs in a row
 * brought nothing better. Source: Goodfellow, Bengio, Courville 2016, "Deep Learning", Algorithm 7.1.
 */
export class EarlyStopping {
  #best: { epoch: number; value: number; params: Params } | undefined

  /** @param resume what `snapshot` gave; its tensors are copied */
  constructor(
    readonly patience: number,
    resume?: Snapshot,
  ) {
    const { epoch, value } = (resume?.position ?? {}) as { epoch?: number; value?: number }
    if (epoch !== undefined && value !== undefined) this.#best = { epoch, value, params: copiesOf(resume!.tensors) }
  }

  /** Where it stands; the tensors stay its own. */
  snapshot(): Snapshot {
    if (this.#best === undefined) return { position: {}, tensors: {} }
    const { epoch, value, params } = this.#best
    return { position: { epoch, value }, tensors: params }
  }

  /** Copies `params` where they are the best so far. Returns why to stop, or `undefined` to go on. */
  observe(epoch: number, value: number, params: Params): string | undefined {
    if (this.#best === undefined || value < this.#best.value) {
      this.dispose()
      this.#best = { epoch, value, params: copiesOf(params) }
      return undefined
    }
    const since = epoch - this.#best.epoch
    return since >= this.patience
      ? `stopped early: ${since} epochs without a better validation objective than ${this.#best.value.toFixed(4)}`
      : undefined
  }

  /** Hands over the best parameters, now the caller's. */
  takeBest(): { readonly epoch: number; readonly params: Params } | undefined {
    const best = this.#best
    this.#best = undefined
    return best
  }

  dispose(): void {
    if (this.#best !== undefined) free(this.#best.params)
    this.#best = undefined
  }
}
