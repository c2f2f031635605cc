import { env, scalar } from '@tensorflow/tfjs-core'

/**
 * Uses a backend made of the tensor library's plain JavaScript one for the first time: it advertises tfjs-node then,
 * outside of production mode; `hourglass doctor` says it better.
 */
export function makeFirstUse(): void {
  const production = env().getBool('PROD')
  env().set('PROD', true)
  scalar(0).dispose()
  env().set('PROD', production)
}
