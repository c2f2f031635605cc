import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { errorIn, failureOf, forgetFailure, keepFailure } from './job-failure.js'

describe('errorIn', () => {
  it('finds the error that a command ends with', () => {
    const told = new HourglassError('x', 'too large', {
      place: { source: 'a.yaml', line: 3 },
      expected: 'less',
      remedy: 'take less',
      also: ['another thing'],
    }).format()
    expect(errorIn(`engine: wasm\n  epoch 1/2 nll 3\n${told}\n`, 2, null)).toBe(told)
  })

  it('keeps the stack of what nobody expected', () => {
    const told = 'hourglass: an unexpected error; please report it\nTypeError: x is no function\n    at f (file.js:1:2)'
    expect(errorIn(`stage pretrain\n${told}\n`, 1, null)).toBe(told)
    expect(errorIn('file:///a.js:3\n  x()\n  ^\n\nTypeError: x\n    at a.js:3:1\n\nNode.js v20.1.0\n', 1, null)).toBe(
      'TypeError: x\n    at a.js:3:1',
    )
  })

  it('says what it can where nothing was said', () => {
    expect(errorIn('', 7, null)).toBe('the process ended with 7')
    expect(errorIn('epoch 1/2', null, 'SIGSEGV')).toContain('SIGSEGV')
  })
})

it('a failure is kept until it is forgotten', () => {
  const out = mkdtempSync(join(tmpdir(), 'hourglass-failure-'))
  const failure = { job: 'a', error: 'b', code: 2, signal: null, failedAt: '', log: '' }
  try {
    expect(failureOf(out, 'run')).toBeUndefined()
    keepFailure(out, 'run', failure)
    expect(failureOf(out, 'run')).toEqual(failure)
    forgetFailure(out, 'run')
    expect(failureOf(out, 'run')).toBeUndefined()
  } finally {
    rmSync(out, { recursive: true })
  }
})
