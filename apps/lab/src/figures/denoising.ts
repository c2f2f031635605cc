import { valuesOf } from '@hourglass/engine'
import { concat, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

import { joined } from './examples.js'
import type { PictureGrid } from './figure.js'
import type { Scene } from './scene.js'
import { showcase } from './showcase.js'

const EXAMPLES = 10
/** How often the noise is applied. */
const TIMES = [1, 2, 4, 8]

/**
 * Test examples at growing noise, the experiment's own applied again to its own result: x⁽ᵗ⁾ ~ q(· | x⁽ᵗ⁻¹⁾), t = 1, 2, 4
 * and 8, and E[y | θ(h(x⁽ᵗ⁾))] below each. Nothing without a noise.
 */
export function denoising({ subject, params, key }: Scene): PictureGrid[] {
  const { dataset, model, loss, noise, engine } = subject
  if (noise === undefined) return []
  const indices = showcase(dataset.test, EXAMPLES)
  const rows = dataset.test.rows(indices)
  const strips = valuesOf(() => {
    let xTilde: Tensor2D = tensor2d(rows, [indices.length, dataset.spec.dimensions])
    const drawn: Tensor2D[] = []
    for (let time = 1; time <= TIMES.at(-1)!; time++) {
      xTilde = noise.corrupt(xTilde, engine.random.fold(key, 'noise', time))
      if (TIMES.includes(time)) drawn.push(xTilde, loss.mean(model.decode(params, model.encode(params, xTilde))))
    }
    return concat(drawn)
  })
  return [
    {
      file: 'denoising.png',
      title: 'Denoising',
      caption:
        'Test examples, and what the model makes of them after the noise of its training was applied to them once, ' +
        'twice, four and eight times.',
      pixels: joined([rows, strips]),
      columns: indices.length,
      range: dataset.spec.range,
      rowLabels: ['original', ...TIMES.flatMap((time) => [`noise × ${time}`, 'denoised'])],
    },
  ]
}
