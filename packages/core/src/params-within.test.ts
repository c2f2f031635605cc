import { expect, it } from 'vitest'

import type { Params } from './contracts/autoencoder.js'
import { nameWithin, paramsWithin } from './params-within.js'

it('parameters of a part get its name before theirs, and are found again by their own', () => {
  const [W, b, other] = [{}, {}, {}] as Params[string][]
  const whole = { ...nameWithin('block.1', { 'encoder/W': W!, b: b! }), ...nameWithin('block.10', { b: other! }) }
  expect(Object.keys(whole)).toEqual(['block.1/encoder/W', 'block.1/b', 'block.10/b'])
  expect(paramsWithin('block.1', whole)).toEqual({ 'encoder/W': W, b })
  expect(paramsWithin('block.10', whole)['b']).toBe(other)
  expect(paramsWithin('block', whole)).toEqual({})
})
