import type { Params, Snapshot } from '@hourglass/core'
import { free } from '@hourglass/engine'

import { copiesOf } from './copies-of.js'

/** What an epoch came to, by name, the most important first: where two are equal in one, the next one decides. */
export type Values = Readonly<Record<string, number>>

/**
 * Keeps the parameters of the epoch with the least values on validation, and tells when `patience` epochs in a row
 * brought nothing better. Source: Goodfellow, Bengio, Courville 2016, "Deep Learning", Algorithm 7.1.
 */
export class EarlyStopping {
  #best: { epoch: number; values: Values; params: Params } | undefined

  /** @param resume what `snapshot` gave; its tensors are copied */
  constructor(
    readonly patience: number,
    resume?: Snapshot,
  ) {
    const { epoch, values } = (resume?.position ?? {}) as { epoch?: number; values?: Values }
    if (epoch !== undefined && values !== undefined) this.#best = { epoch, values, params: copiesOf(resume!.tensors) }
  }

  /** Where it stands; the tensors stay its own. */
  snapshot(): Snapshot {
    if (this.#best === undefined) return { position: {}, tensors: {} }
    const { epoch, values, params } = this.#best
    return { position: { epoch, values }, tensors: params }
  }

  /** Copies `params` where they are the best so far. Returns why to stop, or `undefined` to go on. */
  observe(epoch: number, values: Values, params: Params): string | undefined {
    if (this.#best === undefined || isLess(values, this.#best.values)) {
      this.dispose()
      this.#best = { epoch, values, params: copiesOf(params) }
      return undefined
    }
    const since = epoch - this.#best.epoch
    const name = Object.keys(values)[0]!
    return since >= this.patience
      ? `stopped early: ${since} epochs without a better validation ${name} than ${this.#best.values[name]!.toFixed(4)}`
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

/** In the order of `values`: what was read from a file may have lost its own. */
function isLess(values: Values, best: Values): boolean {
  const decides = Object.keys(values).find((name) => values[name] !== best[name])
  return decides !== undefined && values[decides]! < best[decides]!
}
