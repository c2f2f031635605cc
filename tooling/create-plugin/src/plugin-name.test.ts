import { HourglassError } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { pluginName } from './plugin-name.js'

describe('pluginName', () => {
  it.each([
    ['dimming', 'dimming'],
    ['dim-light', 'dimLight'],
    ['l1-of-2-norms', 'l1Of2Norms'],
  ])('spells %s for code as %s', (kebab, camel) => {
    expect(pluginName('noise', kebab)).toEqual({ kebab, camel, package: `hourglass-noise-${kebab}` })
  })

  it.each(['', '-dim', 'dim-', 'dim--light', '2fold', 'dim light', '../up', 'a/b', 'dim.js', 'ð', 'index'])(
    'refuses "%s"',
    (text) => {
      expect(() => pluginName('noise', text)).toThrow(expect.objectContaining({ code: 'invalid-name' }))
    },
  )

  it('keeps within the length that npm allows', () => {
    const longest = 'a'.repeat(60)
    expect(pluginName('regularizer', longest).package.length).toBeLessThanOrEqual(214)
    expect(() => pluginName('regularizer', `${longest}a`)).toThrow(HourglassError)
  })

  it.each(['DimLight', 'dim_light', 'Dim Light', '@me/dim-light', 'dim-light!'])(
    'sees what %s is meant to be',
    (text) => {
      expect(() => pluginName('noise', text)).toThrow(
        expect.objectContaining({ remedy: 'hourglass new noise dim-light' }),
      )
    },
  )
})
