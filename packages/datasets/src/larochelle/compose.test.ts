import { describe, expect, it } from 'vitest'

import { compose } from './compose.js'

const digit = Uint8Array.of(0, 0, 100, 100, 255)
const background = Uint8Array.of(0, 80, 80, 180, 30)

describe('compose', () => {
  it.each([
    ['lighten', undefined, [0, 80, 100, 180, 255]],
    // 100 + 155/255 · 80 = 148.6; 100 + 155/255 · 180 = 209.4.
    ['over', undefined, [0, 80, 149, 209, 255]],
    ['replace', undefined, [0, 80, 100, 100, 255]],
    ['replace', 99, [0, 80, 100, 100, 255]],
    ['replace', 100, [0, 80, 80, 180, 255]],
  ] as const)('%s, threshold %s', (composition, threshold, composed) => {
    expect([...compose(digit, background, { composition, threshold })]).toEqual(composed)
  })

  it('over is d + (1 − d/255) b to the nearest byte, for all bytes', () => {
    const background = Uint8Array.from({ length: 256 }, (_, b) => b)
    for (let d = 0; d < 256; d++) {
      const composed = compose(new Uint8Array(256).fill(d), background, { composition: 'over' })
      const differences = Array.from(composed, (pixel, b) => Math.abs(pixel - (d + (1 - d / 255) * b)))
      expect(Math.max(...differences)).toBeLessThanOrEqual(0.5)
    }
  })
})
