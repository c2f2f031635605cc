import { availableParallelism } from 'node:os'

import type { Engine } from '@hourglass/core'
import { eagerCompile, makeCurrent, registerGradients } from '@hourglass/engine'
import { backend, version_core } from '@tensorflow/tfjs-core'

import { loadTfjsNode } from './load-tfjs-node.js'
import { nodeRandom } from './node-random.js'
import type { TensorFlowBackend } from './tensorflow-backend.js'

/**
 * TensorFlow's own library through @tensorflow/tfjs-node: all cores, the fastest engine.
 *
 * @throws HourglassError `native-unavailable` where the library cannot be loaded
 */
export async function createNodeEngine(): Promise<Engine> {
  await registerGradients()
  await loadTfjsNode()
  await makeCurrent('tensorflow')
  const tensorflow = backend() as unknown as TensorFlowBackend
  const library = tensorflow.binding.TF_Version
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS']) || availableParallelism()
  return {
    name: 'node',
    description: `node (TensorFlow ${library}, ${threads} thread${threads === 1 ? '' : 's'})`,
    facts: {
      tfjs: version_core,
      tensorflow: library,
      threads,
      // Lets the library round products to bf16: other bits.
      precision: process.env['ONEDNN_DEFAULT_FPMATH_MODE'] ?? 'F32',
    },
    random: nodeRandom(tensorflow),
    compile: eagerCompile,
    tensorCount: () => tensorflow.getNumOfTFTensors(),
    dispose: () => {},
  }
}
