import type { Engine } from '@hourglass/core'
import { eagerCompile, hostRandom, makeCurrent, makeFirstUse } from '@hourglass/engine'
import {
  getBackend,
  getKernelsForBackend,
  type KernelConfig,
  memory,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type TensorInfo,
  type TypedArray,
  unregisterKernel,
  version_core,
} from '@tensorflow/tfjs-core'

import type { Trace } from './trace.js'

const BACKEND = 'hourglass-trace'

export interface TraceEngine extends Engine {
  /** Runs a function, and writes down every kernel that it runs. */
  into<Result>(trace: Trace, run: () => Result): Result
}

/**
 * Calls `use` with an engine that is the cpu engine under another name, all of whose kernels can be written down; then
 * makes the engine that was current before current again, and takes this one away.
 */
export async function withTraceEngine<Result>(use: (engine: TraceEngine) => Promise<Result>): Promise<Result> {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu')
  const before = getBackend() as string | undefined
  const state: TraceState = { depth: 0 }
  const kernels = getKernelsForBackend('cpu').map((kernel) => recording(kernel, state))
  for (const kernel of kernels) registerKernel(kernel)
  registerBackend(BACKEND, () => new MathBackendCPU())
  try {
    await makeCurrent(BACKEND)
    makeFirstUse()
    return await use({
      name: 'cpu',
      description: 'cpu (plain JavaScript), written down',
      facts: { tfjs: version_core },
      random: hostRandom,
      compile: eagerCompile,
      tensorCount: () => memory().numTensors,
      dispose: () => {},
      into(into, run) {
        state.trace = into
        try {
          return run()
        } finally {
          state.trace = undefined
        }
      },
    })
  } finally {
    if (before !== undefined && before !== BACKEND) await setBackend(before)
    removeBackend(BACKEND)
    for (const { kernelName, backendName } of kernels) unregisterKernel(kernelName, backendName)
  }
}

interface TraceState {
  trace?: Trace | undefined
  /** Of kernels that run within kernels. */
  depth: number
}

/** A kernel of the cpu backend for this one; kernels that it runs itself are part of it. */
function recording({ kernelName, kernelFunc }: KernelConfig, state: TraceState): KernelConfig {
  return {
    kernelName,
    backendName: BACKEND,
    kernelFunc(given) {
      state.depth++
      let result: TensorInfo | TensorInfo[]
      try {
        result = kernelFunc(given)
      } finally {
        state.depth--
      }
      if (state.depth === 0) {
        const { readSync } = given.backend as unknown as { readSync(dataId: object): TypedArray }
        const numbersOf = ({ dataId }: TensorInfo) => readSync.call(given.backend, dataId)
        const inputs = Object.entries(given.inputs).filter((entry): entry is [string, TensorInfo] => entry[1] != null)
        const outputs = Array.isArray(result) ? result : [result]
        state.trace?.record(kernelName, Object.fromEntries(inputs), given.attrs ?? {}, outputs, numbersOf)
      }
      return result
    },
  }
}
