import type { ByteRows } from '@hourglass/core'
import { scalar, type Tensor, type Tensor2D, type TensorInfo, tidy } from '@tensorflow/tfjs-core'

import type { OperationAttribute, TensorFlowBackend } from './tensorflow-backend.js'

/** TensorFlow's DataType of bytes. */
const UINT8 = 4

/**
 * Examples as bytes inside of the library: rows are chosen, made float32 and divided by 255 there, within a compiled step
 * as part of its graph. Division of whole numbers below 256 by 255 is rounded once, as on the host: the same bits.
 */
export function nodeByteRows(backend: TensorFlowBackend): ByteRows {
  const type = (name: string, value: number) => ({ name, type: backend.binding.TF_ATTR_TYPE, value })
  const execute = (name: string, attributes: OperationAttribute[], inputs: TensorInfo[]): Tensor => {
    const ids = backend.getInputTensorIds(inputs)
    return backend.createOutputTensor(backend.binding.executeOp(name, attributes, ids, 1)[0]!)
  }
  return {
    upload(bytes, dimensions) {
      const shape = [bytes.length / dimensions, dimensions]
      return backend.createOutputTensor({ id: backend.binding.createTensor(shape, UINT8, bytes), shape, dtype: UINT8 })
    },
    take(table, places) {
      const { TF_FLOAT, TF_INT32 } = backend.binding
      return tidy(() => {
        const gathering = [type('Tparams', UINT8), type('Tindices', TF_INT32), type('Taxis', TF_INT32)]
        const bytes = execute('GatherV2', gathering, [table, places, scalar(0, 'int32')])
        const whole = execute('Cast', [type('SrcT', UINT8), type('DstT', TF_FLOAT)], [bytes])
        return execute('RealDiv', [type('T', TF_FLOAT)], [whole, scalar(255)]) as Tensor2D
      })
    },
  }
}
