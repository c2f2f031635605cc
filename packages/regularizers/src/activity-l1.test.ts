import type { PenaltyPoint } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { testRegularizer } from '@hourglass/testing'
import { grads, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import { activityL1 } from './activity-l1.js'
import regularizers from './index.js'
import { average, sumOf } from './reference-penalty.fixture.js'

testRegularizer(regularizers, 'activity-l1', [{ penalty: ({ h }) => average(h, (code) => sumOf(code, Math.abs)) }])

describe('activityL1', () => {
  it('leaves a unit that is 0 where it is', async () => {
    await createCpuEngine()
    const R = (h: Tensor2D) => activityL1().penalty({ h } as PenaltyPoint)
    const [gradient] = grads((h) => R(h as Tensor2D))([tensor2d([[0.5, 0, -3]])])
    expect([...gradient!.dataSync()]).toEqual([1, 0, -1])
  })
})
