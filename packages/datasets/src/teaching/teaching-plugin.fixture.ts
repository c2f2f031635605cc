import { DATASET, definePlugin } from '@hourglass/core'

import { noisyCircle, noisyCircleOptions } from './noisy-circle.js'
import { swissRoll, swissRollOptions } from './swiss-roll.js'
import { twoMoons, twoMoonsOptions } from './two-moons.js'

/** The teaching sets alone. */
export const teachingPlugin = definePlugin({
  name: '@example/teaching',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(DATASET, 'swiss-roll', { summary: 'a spiral', options: swissRollOptions, create: swissRoll })
      .add(DATASET, 'two-moons', { summary: 'two half circles', options: twoMoonsOptions, create: twoMoons })
      .add(DATASET, 'noisy-circle', { summary: 'a circle', options: noisyCircleOptions, create: noisyCircle }),
})
