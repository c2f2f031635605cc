import {
  type BatchMatMulAttrs,
  type BatchMatMulInputs,
  broadcast_util,
  getKernel,
  type KernelFunc,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core'

import { replaceKernel } from './replace-kernel.js'

/** What is used of the wasm backend besides its kernels. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(tensor: TensorInfo): Float32Array
  disposeData(dataId: object): void
}

/**
 * Replaces the wasm backend's matrix product. Its own one
 * - reaches the fast library (XNNPACK) only for untransposed operands, and is about 12 times slower for AᵀB and ABᵀ,
 *   both products of every backward pass: here a transposed operand is first written out transposed, and a product
 *   with a much larger right operand is turned around;
 * - keeps a prepared copy of the right operand by the operand's data, not its shape, and so silently answers wrongly
 *   when the same data is multiplied in another shape: here data met in a second shape is copied first.
 */
export function installTransposedProduct(): void {
  const { kernelFunc: product } = getKernel('BatchMatMul', 'wasm')
  const { kernelFunc: transpose } = getKernel('Transpose', 'wasm')
  replaceKernel('BatchMatMul', ({ inputs, attrs, backend }) => {
    const { a, b } = inputs as Record<keyof BatchMatMulInputs, TensorInfo>
    const { transposeA, transposeB } = attrs as unknown as BatchMatMulAttrs
    const wasm = backend as unknown as WasmBackend
    if (isEmpty(a) || isEmpty(b)) return sumOfNothing(a, b, transposeA, transposeB, wasm)
    const made: TensorInfo[] = []
    const keep = (tensor: TensorInfo) => (made.push(tensor), tensor)
    const turned = (x: TensorInfo, turn: boolean) => (turn ? keep(transposed(transpose, x, wasm)) : x)
    const plain = (left: TensorInfo, right: TensorInfo) =>
      product({
        inputs: { a: left, b: ownShape(right, wasm, keep) },
        attrs: { transposeA: false, transposeB: false },
        backend,
      }) as TensorInfo
    const result = prefersTurning(a, b, transposeA, transposeB)
      ? transposed(transpose, keep(plain(turned(b, !transposeB), turned(a, !transposeA))), wasm)
      : plain(turned(a, transposeA), turned(b, transposeB))
    for (const tensor of made) wasm.disposeData(tensor.dataId)
    return result
  })
}

/**
 * Whether AB is cheaper as (BᵀAᵀ)ᵀ. The library repacks its right operand, which costs more than a transpose, and a
 * step's weights are new every time: so the small operand, a batch, should stand on the right.
 */
function prefersTurning(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): boolean {
  const rows = a.shape.at(transposeA ? -1 : -2)!
  const columns = b.shape.at(transposeB ? -2 : -1)!
  const alone = util.sizeFromShape(a.shape.slice(0, -2)) * util.sizeFromShape(b.shape.slice(0, -2)) === 1
  return alone && columns > 2 * rows
}

function isEmpty({ shape }: TensorInfo): boolean {
  return util.sizeFromShape(shape) === 0
}

/** Zeros, or nothing at all: the kernels divide by a size of 0. */
function sumOfNothing(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  backend: WasmBackend,
): TensorInfo {
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const zeros = backend.makeOutput(
    [...batch, a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!],
    'float32',
  )
  if (!isEmpty(zeros)) backend.typedArrayFromHeap(zeros).fill(0)
  return zeros
}

function transposed(transpose: KernelFunc, x: TensorInfo, backend: WasmBackend): TensorInfo {
  const perm = x.shape.map((_, axis) => axis)
  perm.push(perm.splice(-2, 1)[0]!)
  return transpose({ inputs: { x }, attrs: { perm }, backend: backend as never }) as TensorInfo
}

/** The shape in which a tensor's data was first a right operand. */
const firstShape = new WeakMap<object, string>()

function ownShape(b: TensorInfo, backend: WasmBackend, keep: (tensor: TensorInfo) => TensorInfo): TensorInfo {
  const shape = b.shape.slice(-2).join('×')
  const first = firstShape.get(b.dataId)
  if (first === undefined) firstShape.set(b.dataId, shape)
  if (first === undefined || first === shape) return b
  const copy = keep(backend.makeOutput(b.shape, 'float32'))
  backend.typedArrayFromHeap(copy).set(backend.typedArrayFromHeap(b))
  return copy
}
