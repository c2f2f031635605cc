import type { Engine } from '@hourglass/core'
import { env, memory, version_core } from '@tensorflow/tfjs-core'

import { eagerCompile } from './eager-compile.js'
import { makeCurrent } from './make-current.js'
import { registerGradients } from './register-gradients.js'
import { hostRandom } from './random/host-random.js'
import { installedWasmFiles } from './wasm/installed-wasm-files.js'
import { installTransposedProduct } from './wasm/transposed-product.js'
import { installUnfusedProduct } from './wasm/unfused-product.js'

/** Prepared once per process: the tensor library's backends and kernels are one per process too. */
let prepared: Promise<void> | undefined

/**
 * WebAssembly with vector instructions, one thread: nothing to install, runs on every platform.
 *
 * @param files the folder of the `.wasm` files of @tensorflow/tfjs-backend-wasm, with a slash at its end: in a browser the
 *   address that they are served at; absent: beside the package, where Node finds it. Heard the first time only.
 * @throws HourglassError `engine-failed` where the module cannot be instantiated, or is in a browser not known where
 */
export async function createWasmEngine(files?: string): Promise<Engine> {
  prepared ??= prepare(files).catch((error: unknown) => {
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

async function prepare(files = installedWasmFiles()): Promise<void> {
  await registerGradients()
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(files)
  installTransposedProduct()
  installUnfusedProduct()
}
