import { type DataSpec, type Engine, HourglassError } from '@hourglass/core'
import { getBackend, getKernel } from '@tensorflow/tfjs-core'

/** What a training step through a convolution runs. */
const KERNELS = ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const

/** @throws HourglassError `engine-lacks` where the current backend cannot train convolutions */
export function requireConvolutions(engine: Engine): void {
  const missing = KERNELS.filter((kernel) => getKernel(kernel, getBackend()) == null)
  if (missing.length === 0) return
  throw new HourglassError(
    'engine-lacks',
    `model "convolutional" needs gradients of convolutions, which engine ${engine.name} has not`,
    {
      expected: `an engine with ${missing.join(' and ')}`,
      remedy: '--engine node, or --engine cpu for small pictures; `hourglass doctor` says what is installed',
    },
  )
}

/** @throws HourglassError `model-data-mismatch` where the examples are not pictures */
export function requirePicture({ dimensions, image }: DataSpec): readonly [height: number, width: number] {
  if (image !== undefined) return image
  throw new HourglassError(
    'model-data-mismatch',
    `model "convolutional" needs pictures; the examples are ${dimensions} numbers without rows and columns`,
    { expected: 'a data set that says the height and width of its pictures', remedy: 'model: dense' },
  )
}
