// The nets that are raced. A row is plain data: contestants in any language build the same net from it.

/** Denoising autoencoder of one hidden layer with tied weights. */
export const tiedDenoising = ({ width = 1000, batch }) => ({
  id: `dae-${batch}`,
  title: `Tied DAE 784-${width}-784, masking 25 %, cross-entropy, SGD, batch ${batch}`,
  kind: 'autoencoder',
  dimensions: 784,
  hidden: [width],
  tied: true,
  activation: 'sigmoid',
  masking: 0.25,
  contractive: 0,
  optimizer: { use: 'sgd', learningRate: 0.1 },
  batch,
  // Every library draws masks of its own.
  tolerance: 0.01,
})

/** Nothing is drawn: libraries differ by rounding alone. */
const exact = { masking: 0, tolerance: 1e-4 }

export const ROWS = [
  tiedDenoising({ batch: 20 }),
  tiedDenoising({ batch: 128 }),
  tiedDenoising({ batch: 500 }),
  {
    ...tiedDenoising({ batch: 128 }),
    ...exact,
    id: 'cae',
    title: 'Tied CAE 784-1000-784, contractive penalty in closed form, cross-entropy, SGD, batch 128',
    contractive: 0.1,
  },
  {
    ...exact,
    // Adam makes full steps of gradients that are nothing but rounding: PyTorch differs as much from torch.compile.
    tolerance: 0.01,
    id: 'deep',
    title: 'Autoencoder 784-1024-512-32 mirrored, relu, cross-entropy, Adam, batch 256',
    kind: 'autoencoder',
    dimensions: 784,
    hidden: [1024, 512, 32],
    tied: false,
    activation: 'relu',
    contractive: 0,
    optimizer: { use: 'adam', learningRate: 1e-3 },
    batch: 256,
  },
  {
    id: 'rbm',
    title: 'RBM 784-1000, CD-1, SGD, batch 128',
    kind: 'rbm',
    dimensions: 784,
    hidden: [1000],
    tied: true,
    activation: 'sigmoid',
    masking: 0,
    contractive: 0,
    optimizer: { use: 'sgd', learningRate: 0.1 },
    batch: 128,
    tolerance: 0.01,
  },
  {
    ...exact,
    tolerance: 1e-3,
    id: 'fine-tuning',
    title: 'Fine-tuning of a classifier 784-1000-1000-1000-10, sigmoid, softmax, SGD, batch 128',
    kind: 'classifier',
    dimensions: 784,
    hidden: [1000, 1000, 1000],
    classes: 10,
    tied: false,
    activation: 'sigmoid',
    contractive: 0,
    optimizer: { use: 'sgd', learningRate: 0.1 },
    batch: 128,
  },
  {
    ...exact,
    id: 'tiny',
    title: 'Autoencoder 16-8-2 mirrored, sigmoid, cross-entropy, Adam, batch 32: the overhead of a step',
    kind: 'autoencoder',
    dimensions: 16,
    hidden: [8, 2],
    tied: false,
    activation: 'sigmoid',
    contractive: 0,
    optimizer: { use: 'adam', learningRate: 1e-3 },
    batch: 32,
  },
]
