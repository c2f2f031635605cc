import { canGenerate, generateExamples } from '@hourglass/training'

import type { PictureGrid } from './figure.js'
import type { Scene } from './scene.js'

const COUNT = 60
const COLUMNS = 20
const STEPS = 100

/** New examples, where the model can draw some. */
export function generated({ subject, params, key }: Scene): PictureGrid[] {
  if (!canGenerate(subject)) return []
  const own = subject.engine.random.fold(key, 'generated')
  try {
    const x = generateExamples(subject, params, { count: COUNT, steps: STEPS, key: own })
    const pixels = x.dataSync<'float32'>()
    x.dispose()
    return [
      {
        file: 'generated.png',
        title: 'Generated',
        caption: `Examples that the model made up (a Markov chain, where it has one, of ${STEPS} steps).`,
        pixels,
        columns: COLUMNS,
        range: subject.dataset.spec.range,
      },
    ]
  } finally {
    own.dispose()
  }
}
