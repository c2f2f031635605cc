import { describe, expect, it } from 'vitest'

import { nearest, suggest } from './suggestion.js'

describe('nearest', () => {
  it.each([
    ['gausian', ['gaussian', 'masking'], 'gaussian'],
    ['Gaussian', ['gaussian', 'masking'], 'gaussian'],
    ['learningrate', ['learningRate', 'epochs'], 'learningRate'],
    ['LEARNINGRATE', ['learningRate', 'epochs'], 'learningRate'],
    ['learning-rate', ['learningRate', 'epochs'], 'learningRate'],
    ['gauss', ['gaussian', 'masking'], 'gaussian'],
    ['mnist', ['mnist-10k', 'fashion'], 'mnist-10k'],
    ['adma', ['adam', 'sgd'], 'adam'],
    ['pac', ['pca', 'mean'], 'pca'],
  ])('of %s in %j is %s', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected)
  })

  it.each([
    ['cross-entropy', ['gaussian', 'bernoulli']],
    ['foo', ['adam', 'sgd']],
    ['x', ['a', 'b']],
    ['zz', ['l1', 'l2']],
    ['', ['a', 'adam']],
    ['sal', ['salt', 'salty-and-long', 'saline-and-long'].slice(1)],
    ['x', []],
  ])('of %s in %j is none', (name, known) => {
    expect(nearest(name, known)).toBeUndefined()
  })
})

describe('suggest', () => {
  it('lists what there is, sorted, and asks for the nearest', () => {
    expect(suggest('gausian', ['masking', 'gaussian'])).toBe('one of: gaussian, masking; did you mean "gaussian"?')
    expect(suggest('foo', ['sgd', 'adam'])).toBe('one of: adam, sgd')
    expect(suggest('foo', [])).toBe('nothing, as there is none')
  })
})
