import { readFileSync } from 'node:fs'

import { oneHot, slice, split, tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'

/** Initial parameters by name. */
export function readParameters({ weights, row }) {
  const values = numbersOf(weights, Float32Array)
  let at = 0
  return Object.fromEntries(
    row.parameters.map(({ name, shape }) => {
      const size = shape.reduce((product, side) => product * side, 1)
      at += size
      return [name, tensor(values.slice(at - size, at), shape)]
    }),
  )
}

/** The whole batches of the data in order, { x } each, with labels as rows of zeros and a one where there are classes. */
export function readBatches({ data, labels, row: { batch, dimensions, classes } }) {
  const values = numbersOf(data, Float32Array)
  const count = Math.floor(values.length / dimensions / batch)
  const rows = count * batch
  // Pieces of what lies in the library already: no step pays for an upload.
  const pieces = (whole) => split(slice(whole, 0, rows), count)
  return tidy(() => {
    const x = pieces(tensor2d(values, [values.length / dimensions, dimensions]))
    if (classes === undefined) return x.map((x) => ({ x }))
    const y = pieces(oneHot(tensor1d(numbersOf(labels, Int32Array), 'int32'), classes))
    return x.map((x, place) => ({ x, labels: y[place] }))
  })
}

function numbersOf(file, Numbers) {
  const bytes = readFileSync(file)
  return new Numbers(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
