import type { Snapshot, StageEvent } from '@hourglass/core'
import { createCpuEngine, free } from '@hourglass/engine'
import { scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { asPart, joinSnapshots, snapshotPart } from './snapshot-parts.js'

beforeAll(async () => void (await createCpuEngine()))

describe('joinSnapshots and snapshotPart', () => {
  it('are inverse, also one within the other and with names that hold a slash', () => {
    const [a, b] = [scalar(1), scalar(2)]
    const fit: Snapshot = { position: { epoch: 2 }, tensors: { 'slots/encoder.W/velocity': a } }
    const stopping: Snapshot = { position: { value: 0.5 }, tensors: { w: b } }
    const layer = joinSnapshots({ fit, stopping })
    const whole = joinSnapshots({ layer, absent: undefined })
    expect(snapshotPart(whole, 'absent')).toBeUndefined()
    const again = snapshotPart(whole, 'layer')!
    expect(snapshotPart(again, 'fit')).toEqual(fit)
    expect(snapshotPart(again, 'stopping')).toEqual(stopping)
    free({ a, b })
  })
})

describe('asPart', () => {
  let closed = 0
  async function* part(): AsyncGenerator<StageEvent, string, void> {
    try {
      yield { kind: 'note', message: 'hello' }
      yield { kind: 'checkpoint', take: () => ({ position: { at: 1 }, tensors: {} }) }
      return 'done'
    } finally {
      closed++
    }
  }

  it('hands on everything, checkpoints as those of the whole', async () => {
    const whole = asPart(part(), (taken) => joinSnapshots({ inner: taken }))
    expect((await whole.next()).value).toEqual({ kind: 'note', message: 'hello' })
    const { value } = await whole.next()
    expect((value as Extract<StageEvent, { kind: 'checkpoint' }>).take().position).toEqual({ inner: { at: 1 } })
    expect(await whole.next()).toEqual({ done: true, value: 'done' })
  })

  it('ends the part where nobody listens any longer', async () => {
    const before = closed
    const whole = asPart(part(), (taken) => taken)
    await whole.next()
    await whole.return('enough')
    expect(closed).toBe(before + 1)
  })
})
