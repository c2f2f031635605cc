import { backend_util } from '@tensorflow/tfjs-core'

import type { Dimension } from '../dimension.js'
import type { GraphBuilder } from '../graph-builder.js'
import type { KernelRun, Operator } from '../operator.js'

/** Pictures are [n, height, width, channels] in the tensor library, [n, channels, height, width] in ONNX. */
const CHANNELS_FIRST = [0, 3, 1, 2]
const CHANNELS_LAST = [0, 2, 3, 1]
/** [height, width, in, out] → [out, in, height, width]; of a transposed convolution in and out change places by themselves. */
const FILTER = [3, 2, 0, 1]

type Shape4 = [number, number, number, number]

/** Strides and padding, written out; the padding does not depend on the number of examples. */
function geometry({ attributes }: KernelRun, input: Shape4, filter: Shape4) {
  const {
    strides,
    pad,
    dilations = 1,
    dimRoundingMode,
  } = attributes as {
    strides: number | [number, number]
    pad: 'valid' | 'same' | number
    dilations?: number | [number, number]
    dimRoundingMode?: 'floor' | 'round' | 'ceil'
  }
  return backend_util.computeConv2DInfo(input, filter, strides, dilations, pad, dimRoundingMode)
}

const onePicture = (shape: readonly Dimension[]): Shape4 => [1, shape[1]!.fixed, shape[2]!.fixed, shape[3]!.fixed]
const fixedShape = (shape: readonly Dimension[]) => shape.map(({ fixed }) => fixed) as Shape4

function between(graph: GraphBuilder, picture: string, write: (picture: string) => string): string {
  const inside = write(graph.add('Transpose', [picture], { perm: CHANNELS_FIRST }))
  return graph.add('Transpose', [inside], { perm: CHANNELS_LAST })
}

/** Convolutions of pictures, channels last. */
export const CONVOLUTIONS: Readonly<Record<string, Operator>> = {
  Conv2D: (run, graph) => {
    const [x, filter] = [run.inputs['x']!, run.inputs['filter']!]
    if (run.attributes['dataFormat'] === 'NCHW') return undefined
    const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = geometry(
      run,
      onePicture(x.shape),
      fixedShape(filter.shape),
    )
    const weights = graph.add('Transpose', [filter.graphName], { perm: FILTER })
    return [
      between(graph, x.graphName, (picture) =>
        graph.add('Conv', [picture, weights], {
          strides: [strideHeight, strideWidth],
          dilations: [dilationHeight, dilationWidth],
          pads: [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right],
        }),
      ),
    ]
  },
  /** Which is a transposed convolution. */
  Conv2DBackpropInput: (run, graph) => {
    const [dy, filter] = [run.inputs['dy']!, run.inputs['filter']!]
    if (run.attributes['dataFormat'] === 'NCHW') return undefined
    const [from, to] = [onePicture(dy.shape), onePicture(run.outputs[0]!.shape)]
    const { strideHeight, strideWidth, padInfo, filterHeight, filterWidth } = geometry(
      run,
      to,
      fixedShape(filter.shape),
    )
    const weights = graph.add('Transpose', [filter.graphName], { perm: FILTER })
    const pads = [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right] as const
    // What the strides leave of the picture that was convolved.
    const rest = [
      to[1] - (strideHeight * (from[1] - 1) + filterHeight - pads[0] - pads[2]),
      to[2] - (strideWidth * (from[2] - 1) + filterWidth - pads[1] - pads[3]),
    ]
    return [
      between(graph, dy.graphName, (picture) =>
        graph.add('ConvTranspose', [picture, weights], {
          strides: [strideHeight, strideWidth],
          pads,
          output_padding: rest,
        }),
      ),
    ]
  },
}
