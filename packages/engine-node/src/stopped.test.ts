import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { stopIfAborted, withTimeLimit } from './stopped.js'

test('the time limit and an interrupt are told apart, through any nesting', async () => {
  const user = new AbortController()
  const outer = withTimeLimit(20)
  const inner = withTimeLimit(60_000, withTimeLimit(60_000, outer))
  const other = withTimeLimit(60_000, user.signal)
  stopIfAborted(inner)
  await sleep(60)
  expect(() => stopIfAborted(inner)).toThrow(expect.objectContaining({ code: 'time-limit' }))
  user.abort()
  expect(() => stopIfAborted(other)).toThrow(expect.objectContaining({ code: 'interrupted' }))
  expect(() => stopIfAborted(withTimeLimit(60_000, user.signal))).toThrow(
    expect.objectContaining({ code: 'interrupted' }),
  )
  expect(() => stopIfAborted(undefined)).not.toThrow()
})
