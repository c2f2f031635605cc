import { type Engine, HourglassError } from '@hourglass/core'
import { eagerCompile, type EngineSettings, makeCurrent, registerGradients } from '@hourglass/engine'
import { backend, version_core } from '@tensorflow/tfjs-core'

import { loadTfjsNode, requireNative } from './load-tfjs-node.js'
import { hasFastProducts, processor } from './machine.js'
import { fixNativeSettings } from './native-settings.js'
import { nodeByteRows } from './node-byte-rows.js'
import { nodeRandom } from './node-random.js'
import type { TensorFlowBackend } from './tensorflow-backend.js'
import { tracedCompile } from './traced/traced-compile.js'

/**
 * TensorFlow's own library through @tensorflow/tfjs-node: all cores, steps as one call of the library, the fastest
 * engine. Threads and precision are fixed by the first engine of a process.
 *
 * @throws HourglassError `native-unavailable` where the library cannot be loaded; `native-settings-fixed` where it runs
 *   with other threads or another precision already
 */
export async function createNodeEngine(given: EngineSettings = {}): Promise<Engine> {
  const settings = { ...given, warn: given.warn ?? ((message: string) => process.emitWarning(message)) }
  await registerGradients()
  requireNative()
  const { cores, precision } = fixNativeSettings(settings)
  await loadTfjsNode()
  await makeCurrent('tensorflow')
  const tensorflow = backend() as unknown as TensorFlowBackend
  const library = tensorflow.binding.TF_Version
  const fast = precision === 'fast' && hasFastProducts() !== false
  const options = {
    refused: refusal(settings),
    rewrite: { roundedProducts: fast },
    tolerance: TOLERANCE[precision],
  }
  const traced = settings.compile === 'off' ? undefined : tracedCompile(tensorflow, options)
  if (precision === 'fast' && !fast)
    settings.warn('precision fast has no effect: the library has no bf16 products for this processor')
  return {
    name: 'node',
    description: `node (TensorFlow ${library}, ${cores.description})`,
    facts: { tfjs: version_core, tensorflow: library, precision, compile: traced === undefined ? 'off' : 'on' },
    machine: {
      threads: cores.threads,
      cores: cores.cores,
      processor: (processor().features ?? []).join(' '),
    },
    random: nodeRandom(tensorflow),
    byteRows: nodeByteRows(tensorflow),
    compile: traced?.compile ?? eagerCompile,
    tensorCount: () => tensorflow.getNumOfTFTensors(),
    dispose: () => traced?.release(),
  }
}

/** How far a graph may be from its step: both round products' inputs to 8 bits where precision is fast, at other places. */
const TOLERANCE = { strict: 1e-3, fast: 5e-2 } as const

/** What is done about a step that cannot be compiled. */
function refusal({ compile = 'auto', warn }: EngineSettings & Required<Pick<EngineSettings, 'warn'>>) {
  return (reason: string): void => {
    if (compile === 'auto') {
      warn(`a step runs one operation after the other, which is slower, because ${reason}`)
      return
    }
    throw new HourglassError('not-compilable', `a step cannot be compiled: ${reason}`, {
      expected: 'a pure function of its tensors: no value read to the host, no draw or number made there',
      remedy: 'the random numbers and tensors that the step is given; or --compile auto',
    })
  }
}
