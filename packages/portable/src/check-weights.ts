import { CLUSTER_CENTRES, HourglassError, type Params, READOUT, UNROLLED } from '@hourglass/core'

import type { Shape } from './parameter-shapes.js'

/**
 * The weights are those of a model: every parameter is there, in its shape, and so is what stages have added to them.
 *
 * @param own the model's own parameters
 * @throws HourglassError `weights-do-not-fit`
 */
export function checkWeights(params: Params, own: ReadonlyMap<string, Shape>, codeDimensions: number): void {
  const require = (name: string, expected: Shape): void => {
    const shape = params[name]?.shape
    if (shape === undefined) throw doNotFit(`the tensor "${name}" is missing`)
    if (`${expected}` !== `${shape}`) throw doNotFit(`the tensor "${name}" is [${shape}], not [${expected}]`)
  }
  for (const [name, shape] of own) require(name, shape)
  for (const [name, shape] of own) if (`${UNROLLED}${name}` in params) require(`${UNROLLED}${name}`, shape)
  if (READOUT.weights in params || READOUT.bias in params) {
    const classes = params[READOUT.bias]?.shape[0] ?? 0
    require(READOUT.bias, [classes])
    require(READOUT.weights, [codeDimensions, classes])
  }
  const clusters = params[CLUSTER_CENTRES]?.shape[0]
  if (clusters !== undefined) require(CLUSTER_CENTRES, [clusters, codeDimensions])
}

function doNotFit(message: string): HourglassError {
  return new HourglassError('weights-do-not-fit', message, {
    expected: 'the tensors of the model that config.json describes',
    remedy: 'export the run again',
  })
}
