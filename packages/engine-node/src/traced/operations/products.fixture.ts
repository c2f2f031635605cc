import {
  abs,
  add,
  avgPool,
  avgPool3d,
  batchNorm,
  complex,
  conv1d,
  conv2d,
  conv2dTranspose,
  conv3d,
  depthwiseConv2d,
  dilation2d,
  dot,
  einsum,
  expandDims,
  fft,
  fused,
  ifft,
  imag,
  image,
  localResponseNormalization,
  matMul,
  maxPool,
  maxPool3d,
  moments,
  mul,
  ones,
  outerProduct,
  pool,
  real as realPart,
  relu,
  rsqrt,
  separableConv2d,
  sigmoid,
  slice,
  spectral,
  sub,
  tanh,
  type Tensor,
  tensor1d,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core'

import { of, positive, real, waves, whole } from './operation-case.fixture.js'

type X = Tensor
type X4 = Tensor4D

/** Products of matrices, convolutions, pooling, normalization, images, spectra. */
export const products = [
  of('matMul', [real(37, 64), real(64, 20), real(20, 37), real(37, 20)], (a: X, b: X, c: X, d: X) => [
    matMul(a, b),
    matMul(b, c, false, false),
    matMul(a, c, true, true),
    matMul(a, d, true),
    matMul(b, d, false, true),
  ]),
  of('matMul, large', [real(128, 784), real(784, 500)], (a: X, b: X) => {
    const product = matMul(a, b)
    return [product, matMul(a, product, true), matMul(product, b, false, true)]
  }),
  of('matMul of vectors', [real(1, 300), real(300, 1), real(300, 7)], (row: X, column: X, B: X) => [
    matMul(row, column),
    matMul(column, row),
    matMul(row, B),
    matMul(B, column, true),
  ]),
  of('matMul, batched', [real(3, 4, 5), real(3, 5, 2), real(5, 2), real(1, 4, 5)], (a: X, b: X, c: X, d: X) => [
    matMul(a, b),
    matMul(b, a, true, true),
    matMul(a, expandDims(c, 0)),
    matMul(d, b),
  ]),
  of('matMul of integers', [whole(-9, 9, 4, 5), whole(-9, 9, 5, 3)], (a: X, b: X) => matMul(a, b)),
  of('dot, outerProduct, einsum', [real(5), real(5), real(4, 5), real(5, 3)], (a: X, b: X, c: X, d: X) => [
    dot(a, b),
    dot(c, d),
    dot(c, a),
    outerProduct(a as Tensor1D, b as Tensor1D),
    einsum('ij,jk->ik', c, d),
    einsum('ij->ji', c),
    einsum('i,i->', a, b),
  ]),
  of('layers', [real(37, 64), real(64, 20), real(20)], (x: X, W: X, b: X) => [
    sigmoid(add(matMul(x, W), b)),
    tanh(add(b, matMul(x, W))),
    relu(add(matMul(x, W), b)),
    add(matMul(x, W), b),
  ]),
  of('fused.matMul', [real(37, 64), real(64, 20), real(20)], (a: X, b: X, bias: X) =>
    ([undefined, 'relu', 'sigmoid', 'elu', 'relu6', 'tanh'] as const)
      .filter((activation) => activation !== 'tanh')
      .map((activation) => fused.matMul({ a, b, bias, ...(activation === undefined ? {} : { activation }) })),
  ),
  of(
    'conv1d, conv2d, conv2dTranspose',
    [real(2, 8, 8, 3), real(3, 3, 3, 4), real(2, 8, 3), real(3, 3, 4)],
    (x: X4, f: X4, s: Tensor3D, g: Tensor3D) => [
      conv2d(x, f, 1, 'same'),
      conv2d(x, f, [2, 1], 'valid'),
      conv2d(x, f, 1, 'same', 'NHWC', [2, 2]),
      conv1d(s, g, 1, 'same'),
      conv2dTranspose(conv2d(x, f, 2, 'same'), f, [2, 8, 8, 3], 2, 'same'),
      relu(add(conv2d(x, f, 1, 'same'), ones([4]))),
    ],
  ),
  of(
    'depthwiseConv2d, separableConv2d',
    [real(2, 8, 8, 3), real(3, 3, 3, 2), real(1, 1, 6, 4)],
    (x: X4, f: X4, p: X4) => [
      depthwiseConv2d(x, f, 1, 'same'),
      depthwiseConv2d(x, f, 2, 'valid'),
      separableConv2d(x, f, p, 1, 'same'),
    ],
  ),
  of(
    'fused.conv2d, fused.depthwiseConv2d',
    [real(2, 8, 8, 3), real(3, 3, 3, 4), real(4), real(3, 3, 3, 1), real(3)],
    (x: X4, filter: X4, bias: X, d: X4, c: X) => [
      fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' }),
      fused.depthwiseConv2d({ x, filter: d, strides: 1, pad: 'same', bias: c, activation: 'relu6' }),
    ],
  ),
  of('conv3d', [real(1, 4, 4, 4, 2), real(2, 2, 2, 2, 3)], (x: X, f: X) =>
    conv3d(x as Tensor5D, f as Tensor5D, 1, 'same'),
  ),
  of('pooling', [real(2, 8, 8, 3), real(1, 4, 4, 4, 2)], (x: X4, v: X) => [
    maxPool(x, 2, 2, 'same'),
    maxPool(x, 3, 2, 'valid'),
    avgPool(x, 2, 2, 'same'),
    pool(x, 2, 'max', 'same'),
    maxPool3d(v as Tensor5D, 2, 2, 'same'),
    avgPool3d(v as Tensor5D, 2, 2, 'same'),
  ]),
  of('dilation2d', [real(1, 6, 6, 2), real(3, 3, 2)], (x: X4, f: Tensor3D) => dilation2d(x, f, 1, 'same')),
  of(
    'batchNorm',
    [real(6, 4), real(4), positive(4), real(4), positive(4), real(2, 3, 3, 4)],
    (x: X, m: X, v: X, o: X, s: X, i: X) => [
      batchNorm(x, m as Tensor1D, v as Tensor1D, o as Tensor1D, s as Tensor1D),
      batchNorm(i, m as Tensor1D, v as Tensor1D, o as Tensor1D, s as Tensor1D, 0.01),
      relu(batchNorm(i, m as Tensor1D, v as Tensor1D)),
    ],
  ),
  of('a normalized layer', [real(6, 40), real(40), real(40)], (x: X, scale: X, offset: X) => {
    const { mean, variance } = moments(x, 1, true)
    return add(mul(mul(sub(x, mean), rsqrt(add(variance, 1e-5))), scale), offset)
  }),
  of('localResponseNormalization', [real(2, 3, 3, 8)], (x: X) => localResponseNormalization(x as X4, 2)),
  of('images', [positive(1, 6, 6, 3), positive(2, 4)], (x: X4, boxes: X) => [
    image.resizeBilinear(x, [9, 9]),
    image.resizeBilinear(x, [3, 4], true),
    image.resizeNearestNeighbor(x, [9, 4]),
    image.flipLeftRight(x),
    image.grayscaleToRGB(slice(x, [0, 0, 0, 0], [1, 6, 6, 1])),
    image.cropAndResize(x, sigmoid(boxes) as Tensor2D, tensor1d([0, 0], 'int32'), [3, 3]),
  ]),
  of('spectra', [real(3, 8), waves(3, 8)], (x: X, z: X) => [
    realPart(fft(z)),
    imag(ifft(z)),
    abs(spectral.rfft(x)),
    spectral.irfft(z),
    realPart(complex(x, x)),
  ]),
]
