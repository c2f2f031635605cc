import { describe, expect, it } from 'vitest'

import { compareLosses } from './agreement.mjs'

const exact = { masking: 0, tolerance: 1e-4 }
const result = (id: string, loss: number, firstLoss = 1, rounded = false) => ({ id, loss, firstLoss, rounded })
const agreed = (row: object, ...results: object[]) => {
  compareLosses(row, results)
  return results.map((one) => (one as { agrees: boolean }).agrees)
}

describe('compareLosses', () => {
  it('measures against PyTorch where it is there, whoever comes first', () => {
    expect(compareLosses(exact, [result('hourglass', 2), result('torch', 2)])).toBe('torch')
    expect(compareLosses(exact, [result('wasm', 2), { id: 'torch' }])).toBe('wasm')
  })

  it('refuses what differs by more than the tolerance, and NaN', () => {
    const others = [result('eager', 2.0001), result('wasm', 2.0003), result('minimize', Number.NaN)]
    expect(agreed(exact, result('torch', 2), ...others)).toEqual([true, true, false, false])
  })

  it('allows rounded products one per cent', () => {
    expect(agreed(exact, result('torch', 2), result('fast', 2.01, 1, true), result('fast', 2.03, 1, true))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('refuses another first loss, though the late one agrees', () => {
    expect(agreed(exact, result('torch', 2), result('wasm', 2, 1.001))).toEqual([true, false])
    expect(agreed({ masking: 0.25, tolerance: 0.01 }, result('torch', 2), result('wasm', 2, 1.001))).toEqual([
      true,
      true,
    ])
  })
})
