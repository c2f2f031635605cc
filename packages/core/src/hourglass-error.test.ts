import { describe, expect, it } from 'vitest'

import { type ErrorPlace, HourglassError } from './hourglass-error.js'

describe('format', () => {
  it.each<[ErrorPlace | undefined, string]>([
    [undefined, 'wrong'],
    [{}, 'wrong'],
    [{ path: '' }, 'wrong'],
    [{ path: 'noise.sigma' }, 'noise.sigma: wrong'],
    [{ source: 'a.yaml' }, 'a.yaml: wrong'],
    [{ source: 'a.yaml', line: 3 }, 'a.yaml:3: wrong'],
    [{ source: 'a.yaml', line: 3, column: 5 }, 'a.yaml:3:5: wrong'],
    [{ source: 'a.yaml', path: 'seed' }, 'a.yaml seed: wrong'],
    [{ source: 'a.yaml', line: 3, column: 5, path: 'seed' }, 'a.yaml:3:5 seed: wrong'],
    [{ line: 3 }, 'line 3: wrong'],
    [{ line: 3, column: 5 }, 'line 3, column 5: wrong'],
    [{ line: 3, column: 5, path: 'seed' }, 'line 3, column 5 seed: wrong'],
  ])('places %j', (place, text) => {
    expect(new HourglassError('bad', 'wrong', { place }).format()).toBe(text)
  })

  it.each([true, false].flatMap((e) => [true, false].flatMap((r) => [true, false].map((a) => [e, r, a] as const))))(
    'has a line for what was expected (%s), a remedy (%s) and what else is wrong (%s)',
    (hasExpected, hasRemedy, hasAlso) => {
      const error = new HourglassError('bad', 'wrong', {
        ...(hasExpected ? { expected: 'a number' } : {}),
        ...(hasRemedy ? { remedy: 'write one' } : {}),
        ...(hasAlso ? { also: ['this', 'that'] } : {}),
      })
      const lines = [
        'wrong',
        ...(hasExpected ? ['  expected: a number'] : []),
        ...(hasRemedy ? ['  try: write one'] : []),
        ...(hasAlso ? ['  also: this', '  also: that'] : []),
      ]
      expect(error.format()).toBe(lines.join('\n'))
    },
  )
})

describe('HourglassError', () => {
  it('is an Error with code, name and cause', () => {
    const cause = new Error('why')
    const error = new HourglassError('bad', 'wrong', { cause })
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code, error.message]).toEqual(['HourglassError', 'bad', 'wrong'])
    expect(error.cause).toBe(cause)
    expect(new HourglassError('bad', 'wrong')).not.toHaveProperty('cause')
  })
})

describe('at', () => {
  it('fills in what is not known and keeps what is, and all the rest', () => {
    const cause = new Error('why')
    const also = ['that']
    const error = new HourglassError('bad', 'wrong', {
      place: { path: 'seed' },
      expected: 'a number',
      remedy: 'write one',
      also,
      cause,
    })
    const placed = error.at({ source: 'a.yaml', line: 3, column: 5, path: 'other' })
    expect(placed.place).toEqual({ source: 'a.yaml', line: 3, column: 5, path: 'seed' })
    expect(placed).toMatchObject({ code: 'bad', message: 'wrong', expected: 'a number', remedy: 'write one', also })
    expect(placed.cause).toBe(cause)
    expect(placed.stack).toBe(error.stack)
    expect(error.place).toEqual({ path: 'seed' })
  })

  it('takes a field that is there but undefined for unknown', () => {
    const error = new HourglassError('bad', 'wrong', { place: { source: undefined, line: undefined, path: 'seed' } })
    expect(error.at({ source: 'a.yaml', line: 3 }).place).toEqual({ source: 'a.yaml', line: 3, path: 'seed' })
  })

  it('does not mix the line of one source into another', () => {
    const error = new HourglassError('bad', 'wrong', { place: { source: '--set seed=x' } })
    expect(error.at({ source: 'a.yaml', line: 3, column: 5, path: 'seed' }).format()).toBe('--set seed=x seed: wrong')
    const known = new HourglassError('bad', 'wrong', { place: { source: 'a.yaml', line: 2 } })
    expect(known.at({ source: 'a.yaml', line: 3, column: 5 }).format()).toBe('a.yaml:2: wrong')
    expect(known.at({ line: 2, column: 5 }).format()).toBe('a.yaml:2:5: wrong')
  })
})
