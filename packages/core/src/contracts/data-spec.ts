import { defineService } from '../service.js'

/** What models, losses and noises need to know of the examples they will be given. */
export interface DataSpec {
  /** Numbers per example, d_x. */
  readonly dimensions: number
  /** Smallest and largest value an example can hold. */
  readonly range: readonly [low: number, high: number]
  /** [height, width] where an example is a picture, row-major. */
  readonly image?: readonly [height: number, width: number]
  /** Number of classes where there are labels. */
  readonly classes?: number
}

/** The examples that the model being created will see: the data set's, or a lower layer's codes in a stack. */
export const DATA_SPEC = defineService<DataSpec>('data-spec')
