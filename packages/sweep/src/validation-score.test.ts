import { HourglassError } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { validationScore, type ValidationHistory } from './validation-score.js'

type Stage = ValidationHistory['stages'][number]

function stage(keptBest: boolean, ...validation: Record<string, number>[]): Stage {
  return { keptBest, epochs: validation.map((one) => ({ validation: one })) }
}

const PRETRAIN = stage(false, { nll: 90 }, { nll: 80 })
const TUNE = [
  { error: 0.2, 'cross-entropy': 2 },
  { error: 0.1, 'cross-entropy': 3 },
  { error: 0.3, 'cross-entropy': 1 },
]

describe('validationScore', () => {
  it('is that of the last epoch where its parameters were kept, of the least error where those of the best were', () => {
    expect(validationScore({ stages: [PRETRAIN, stage(false, ...TUNE)] }, undefined)).toEqual([0.3, 1])
    expect(validationScore({ stages: [PRETRAIN, stage(true, ...TUNE)] }, undefined)).toEqual([0.1, 3])
  })

  it('takes the last stage that tells the term, or the one that is named', () => {
    const stages = [stage(false, ...TUNE), stage(false, { error: 0.7, 'cross-entropy': 5 }), PRETRAIN]
    expect(validationScore({ stages }, undefined)).toEqual([0.7, 5])
    expect(validationScore({ stages }, { stage: 0 })).toEqual([0.3, 1])
    expect(validationScore({ stages }, 'nll')).toEqual([80])
    expect(validationScore({ stages }, { stage: 0, term: ['cross-entropy'], of: 'smallest' })).toEqual([1])
  })

  it('of equal errors takes the epoch of the least cross-entropy', () => {
    const tied = stage(true, { error: 0.1, 'cross-entropy': 3 }, { error: 0.1, 'cross-entropy': 2 })
    expect(validationScore({ stages: [tied] }, undefined)).toEqual([0.1, 2])
  })

  it('of several parts looks at the last', () => {
    const epochs = [
      { part: 'layer 1', validation: { nll: 1 } },
      { part: 'layer 2', validation: { nll: 5 } },
    ]
    expect(validationScore({ stages: [{ keptBest: true, epochs }] }, 'nll')).toEqual([5])
  })

  it('has none where the number is not finite, which JSON writes as null', () => {
    const lost = stage(false, { error: null as unknown as number })
    expect(validationScore({ stages: [lost] }, undefined)).toBeUndefined()
    expect(validationScore({ stages: [stage(true, { error: Number.NaN }, { error: 0.2 })] }, undefined)).toEqual([0.2])
  })

  it('says what there is where nothing tells the term', () => {
    const ask = () => validationScore({ stages: [PRETRAIN] }, undefined)
    expect(ask).toThrow(HourglassError)
    expect(ask).toThrow(expect.objectContaining({ expected: 'stage 0: nll' }))
    expect(() => validationScore({ stages: [PRETRAIN] }, { stage: 4, term: 'nll' })).toThrow(HourglassError)
  })
})
