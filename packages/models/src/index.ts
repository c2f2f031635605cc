import { definePlugin, MODEL } from '@hourglass/core'

import { ACTIVATIONS } from './activation.js'
import { convolutionalEntry } from './convolutional-entry.js'
import { convolutionalAutoencoder } from './convolutional.js'
import { denseEntry } from './dense-entry.js'
import { denseAutoencoder } from './dense.js'
import { kSparseEntry } from './k-sparse-entry.js'
import { kSparseAutoencoder } from './k-sparse.js'
import { rbmEntry } from './rbm-entry.js'
import { restrictedBoltzmannMachine } from './rbm.js'
import { stackEntry } from './stack-entry.js'
import { stackedAutoencoder } from './stack.js'
import { variationalEntry } from './variational-entry.js'
import { variationalAutoencoder } from './variational.js'

export {
  ACTIVATIONS,
  convolutionalAutoencoder,
  denseAutoencoder,
  kSparseAutoencoder,
  restrictedBoltzmannMachine,
  stackedAutoencoder,
  variationalAutoencoder,
}

export default definePlugin({
  name: '@hourglass/models',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(MODEL, 'dense', denseEntry)
      .add(MODEL, 'k-sparse', kSparseEntry)
      .add(MODEL, 'variational', variationalEntry)
      .add(MODEL, 'convolutional', convolutionalEntry)
      .add(MODEL, 'rbm', rbmEntry)
      .add(MODEL, 'stack', stackEntry),
})
