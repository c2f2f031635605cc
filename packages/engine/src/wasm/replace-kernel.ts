import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core'

/** Puts another function in the place of one of the wasm backend's kernels. */
export function replaceKernel(kernelName: string, kernelFunc: KernelFunc): void {
  const config = { ...getKernel(kernelName, 'wasm'), kernelFunc }
  unregisterKernel(kernelName, 'wasm')
  registerKernel(config)
}
