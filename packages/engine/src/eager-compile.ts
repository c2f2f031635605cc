import type { Engine } from '@hourglass/core'
import { tidy } from '@tensorflow/tfjs-core'

/** `compile` for an engine that runs operations one by one: everything but the result is freed after each call. */
export const eagerCompile: Engine['compile'] = (step) => (inputs) => tidy(() => step(inputs) as never)
