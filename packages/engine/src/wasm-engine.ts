import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type { Engine } from '@hourglass/core'
import { env, memory, version_core } from '@tensorflow/tfjs-core'

import { eagerCompile } from './eager-compile.js'
import { makeCurrent } from './make-current.js'
import { registerGradients } from './register-gradients.js'
import { hostRandom } from './random/host-random.js'
import { installTransposedProduct } from './wasm/transposed-product.js'
import { installUnfusedProduct } from './wasm/unfused-product.js'

/** Prepared once per process: the tensor library's backends and kernels are one per process too. */
let prepared: Promise<void> | undefined

/**
 * WebAssembly with vector instructions, one thread: nothing to install, runs on every platform.
 *
 * @throws HourglassError `engine-failed` where the module cannot be instantiated
 */
export async function createWasmEngine(): Promise<Engine> {
  prepared ??= prepare().catch((error: unknown) => {
    prepared = undefined
    throw error
  })
  await prepared
  await makeCurrent('wasm')
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT')
  return {
    name: 'wasm',
    description: `wasm (${simd ? 'SIMD' : 'no SIMD'}, one thread)`,
    facts: { tfjs: version_core, simd: Boolean(simd) },
    random: hostRandom,
    compile: eagerCompile,
    tensorCount: () => memory().numTensors,
    dispose: () => {},
  }
}

async function prepare(): Promise<void> {
  await registerGradients()
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  const backend = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(join(dirname(backend), '/'))
  installTransposedProduct()
  installUnfusedProduct()
}
