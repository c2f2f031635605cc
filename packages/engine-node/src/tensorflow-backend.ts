import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'

/** An attribute of a TensorFlow operation, as the addon takes it. */
export interface OperationAttribute {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

/** What is used of tfjs-node's backend besides the public operations. */
export interface TensorFlowBackend {
  readonly binding: {
    readonly TF_ATTR_TYPE: number
    readonly TF_FLOAT: number
    readonly TF_INT32: number
    readonly TF_Version: string
  }
  executeSingleOutput(operation: string, attributes: readonly OperationAttribute[], inputs: TensorInfo[]): Tensor
  getNumOfTFTensors(): number
}
