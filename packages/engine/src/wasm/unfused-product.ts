import {
  type _FusedMatMulAttrs,
  type _FusedMatMulInputs,
  getKernel,
  type KernelBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core'

import { replaceKernel } from './replace-kernel.js'

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
}

/**
 * Replaces the wasm backend's fused product s(AB + b) by product, sum and activation. Its own one, with a transpose or
 * a batch, adds the bias and applies the activation once per block of 48 of the summed dimension: silently wrong.
 */
export function installUnfusedProduct(): void {
  replaceKernel('_FusedMatMul', ({ inputs, attrs, backend }) => {
    const { a, b, bias, preluActivationWeights } = inputs as Partial<_FusedMatMulInputs> & {
      a: TensorInfo
      b: TensorInfo
    }
    const { transposeA, transposeB, activation, leakyreluAlpha } = attrs as unknown as _FusedMatMulAttrs
    const steps: [
      kernel: string,
      make: (x: TensorInfo) => Record<string, TensorInfo>,
      attrs: Record<string, number>,
    ][] = []
    if (bias) steps.push(['Add', (x) => ({ a: x, b: bias }), {}])
    if (activation && activation !== 'linear')
      steps.push([
        ACTIVATION_KERNELS[activation] ?? activation,
        (x): Record<string, TensorInfo> => (activation === 'prelu' ? { x, alpha: preluActivationWeights! } : { x }),
        activation === 'leakyrelu' ? { alpha: leakyreluAlpha ?? 0.2 } : {},
      ])
    let result = run('BatchMatMul', { a, b }, { transposeA, transposeB }, backend)
    for (const [kernel, make, stepAttrs] of steps) {
      const next = run(kernel, make(result), stepAttrs, backend)
      ;(backend as KernelBackend).disposeData(result.dataId)
      result = next
    }
    return result
  })
}

function run(
  kernel: string,
  inputs: Record<string, TensorInfo>,
  attrs: Record<string, number | boolean>,
  backend: unknown,
): TensorInfo {
  return getKernel(kernel, 'wasm').kernelFunc({ inputs, attrs, backend: backend as never }) as TensorInfo
}
