import { describe, expect, it } from 'vitest'

import { parseOptionPath, removeOption, setOption } from './option-path.js'

describe('parseOptionPath', () => {
  it.each([
    ['seed', ['seed']],
    ['stages[0].optimizer.learningRate', ['stages', 0, 'optimizer', 'learningRate']],
    ['a[0][12].b-c', ['a', 0, 12, 'b-c']],
  ])('reads %s', (text, path) => expect(parseOptionPath(text)).toEqual(path))

  it.each(['', 'a..b', 'a[', 'a[x]', 'a b', '0a', 'a[-1]'])('refuses "%s"', (text) =>
    expect(parseOptionPath(text)).toBeUndefined(),
  )
})

describe('setOption', () => {
  const experiment = { model: 'dense', stages: [{ use: 'pretrain', epochs: 3 }], seed: 1 }

  it('changes one option and leaves the original alone', () => {
    const changed = setOption(experiment, ['stages', 0, 'epochs'], 9, '--set')
    expect(changed).toEqual({ model: 'dense', stages: [{ use: 'pretrain', epochs: 9 }], seed: 1 })
    expect(experiment.stages[0]!.epochs).toBe(3)
  })

  it('makes what is missing on the way', () =>
    expect(setOption({}, ['noise', 'fraction'], 0.5, '--set')).toEqual({ noise: { fraction: 0.5 } }))

  it('turns a plugin named by its bare name into a reference', () =>
    expect(setOption(experiment, ['model', 'tied'], false, '--set')).toMatchObject({
      model: { use: 'dense', tied: false },
    }))

  it('appends to a list, and refuses to leave a hole in it', () => {
    expect(setOption(experiment, ['stages', 1, 'use'], 'pretrain', '--set')).toMatchObject({
      stages: [{ epochs: 3 }, { use: 'pretrain' }],
    })
    expect(() => setOption(experiment, ['stages', 2], 'pretrain', '--set x')).toThrow('there is no item [2]')
  })
})

describe('removeOption', () => {
  it('takes an option away, and changes nothing else', () => {
    const value = { noise: { use: 'masking', fraction: 0.1 }, stages: [{ epochs: 1, patience: 2 }] }
    const before = structuredClone(value)
    expect(removeOption(value, ['noise'])).toEqual({ stages: value.stages })
    expect(removeOption(value, ['noise', 'fraction'])).toEqual({ noise: { use: 'masking' }, stages: value.stages })
    expect(removeOption(value, ['stages', 0, 'patience'])).toEqual({ noise: value.noise, stages: [{ epochs: 1 }] })
    expect(value).toEqual(before)
  })

  it('does not mind what is not there', () => {
    expect(removeOption({ a: 1 }, ['b', 'c'])).toEqual({ a: 1 })
    expect(removeOption({ a: 'masking' }, ['a', 'fraction'])).toEqual({ a: 'masking' })
  })

  it('takes no item out of a list', () => {
    expect(() => removeOption({ list: [1, 2] }, ['list', 0])).toThrow('out of a list')
  })
})
