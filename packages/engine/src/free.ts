import type { TensorRecord } from '@hourglass/core'
import { dispose, type Tensor, type TensorContainer } from '@tensorflow/tfjs-core'

/** Disposes of tensors and of records of tensors, at any depth. */
export function free(...owned: readonly (Tensor | TensorRecord)[]): void {
  dispose(owned as TensorContainer)
}
