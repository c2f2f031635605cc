import { describe, expect, it } from 'vitest'

import { checkpointPolicy, CHECKPOINTS } from './checkpoint-policy.js'

describe('checkpointPolicy', () => {
  it.each([
    ['500', { steps: 500 }],
    ['30s', { seconds: 30 }],
    ['0.5s', { seconds: 0.5 }],
  ])('reads %s', (checkpointEvery, every) => {
    expect(checkpointPolicy({ checkpointEvery }, {}).every).toEqual(every)
    expect(checkpointPolicy({}, { HOURGLASS_CHECKPOINT_EVERY: checkpointEvery }).every).toEqual(every)
  })

  it.each(['', '0', '0s', '-1', '1.5', '5m', 'never', 'NaN', 'Infinity'])('refuses "%s"', (checkpointEvery) => {
    expect(() => checkpointPolicy({ checkpointEvery }, {})).toThrow('is not how often checkpoints are written')
  })

  it('takes an option before the environment, and that before the default', () => {
    const environment = { HOURGLASS_CHECKPOINT_EVERY: '7' }
    expect(checkpointPolicy({ checkpointEvery: '8' }, environment).every).toEqual({ steps: 8 })
    expect(checkpointPolicy({}, environment).every).toEqual({ steps: 7 })
    expect(checkpointPolicy({}, {})).toEqual(CHECKPOINTS)
    expect(checkpointPolicy({ keepCheckpoints: '5' }, {}).keep).toBe(5)
  })

  it.each(['0', '-1', '1.5', 'all'])('refuses to keep "%s"', (keepCheckpoints) => {
    expect(() => checkpointPolicy({ keepCheckpoints }, {})).toThrow('is not a number of checkpoints')
  })
})
