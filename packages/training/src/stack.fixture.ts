import type { Autoencoder, Engine } from '@hourglass/core'
import { bernoulliLoss } from '@hourglass/losses'
import { denseAutoencoder, stackedAutoencoder } from '@hourglass/models'

/** Sigmoid layers, tied, for the examples of `stageDataset`. */
export function toyStack({ random }: Engine, hidden: readonly number[] = [5, 3]): Autoencoder {
  const blocks = hidden.map((units, place) => {
    const dimensions = place === 0 ? 6 : hidden[place - 1]!
    const spec = { dimensions, range: [0, 1] as const }
    const model = denseAutoencoder({ dimensions, hidden: [units], activation: 'sigmoid', tied: true }, random)
    return { model, loss: bernoulliLoss(random), spec, name: `block.${place}` }
  })
  return stackedAutoencoder(blocks, random)
}
