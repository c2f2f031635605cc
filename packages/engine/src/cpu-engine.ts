import type { Engine } from '@hourglass/core'
import { memory, version_core } from '@tensorflow/tfjs-core'

import { eagerCompile } from './eager-compile.js'
import { makeCurrent } from './make-current.js'
import { makeFirstUse } from './make-first-use.js'
import { registerGradients } from './register-gradients.js'
import { hostRandom } from './random/host-random.js'

/** Plain JavaScript: correct everywhere, and slow. For tests, and where nothing else runs. */
export async function createCpuEngine(): Promise<Engine> {
  await registerGradients()
  await import('@tensorflow/tfjs-backend-cpu')
  await makeCurrent('cpu')
  makeFirstUse()
  return {
    name: 'cpu',
    description: 'cpu (plain JavaScript, one thread)',
    facts: { tfjs: version_core },
    random: hostRandom,
    compile: eagerCompile,
    tensorCount: () => memory().numTensors,
    dispose: () => {},
  }
}
