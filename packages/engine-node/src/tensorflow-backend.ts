import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'

/** An attribute of a TensorFlow operation, as the addon takes it. */
export interface OperationAttribute {
  readonly name: string
  /** TensorFlow's TF_AttrType. */
  readonly type: number
  readonly value: unknown
}

/** A tensor of the library. */
export interface NativeTensor {
  readonly id: number
  readonly shape: readonly number[]
  /** TensorFlow's DataType. */
  readonly dtype: number
}

/** The addon: what tfjs-node calls. */
export interface Binding {
  readonly TF_ATTR_TYPE: number
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_BOOL: number
  readonly TF_Version: string
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[]
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number
  tensorDataSync(id: number): ArrayBufferView
  deleteTensor(id: number): void
  loadSavedModel(folder: string, tags: string): number
  runSavedModel(session: number, inputs: readonly number[], inputNames: string, outputNames: string): NativeTensor[]
  deleteSavedModel(session: number): void
}

/** What is used of tfjs-node's backend besides the public operations. */
export interface TensorFlowBackend {
  binding: Binding
  executeSingleOutput(operation: string, attributes: readonly OperationAttribute[], inputs: TensorInfo[]): Tensor
  /** Native handles of tensors, uploaded where they were not yet. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[]
  /** A tensor of the library as one of tfjs. */
  createOutputTensor(tensor: NativeTensor): Tensor
  getNumOfTFTensors(): number
  readonly tensorMap: { get(dataId: object): { readonly shape: readonly number[]; readonly dtype: number } }
}
