import { decodeCodes, encodeExamples, joined } from './examples.js'
import type { PictureGrid } from './figure.js'
import type { Scene } from './scene.js'
import { showcase } from './showcase.js'

const EXAMPLES = 12

/** Test examples, and E[y | θ(h(x))] of each below it. */
export function reconstructions({ subject, params }: Scene): PictureGrid[] {
  const { dataset } = subject
  const { rows, codes, count } = encodeExamples(subject, params, dataset.test, showcase(dataset.test, EXAMPLES))
  return [
    {
      file: 'reconstructions.png',
      title: 'Reconstructions',
      caption: 'Test examples, and below each its reconstruction.',
      pixels: joined([rows, decodeCodes(subject, params, codes)]),
      columns: count,
      range: dataset.spec.range,
      rowLabels: ['original', 'reconstructed'],
    },
  ]
}
