import { HourglassError } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { engineSettings } from './engine-settings.js'

function refusal(act: () => unknown): HourglassError {
  try {
    act()
  } catch (error) {
    if (error instanceof HourglassError) return error
  }
  return expect.unreachable('it should have been refused')
}

describe('engineSettings', () => {
  it('takes texts of a command line and values of a program', () => {
    expect(engineSettings({ compile: 'off', precision: 'fast', threads: '3' }, {})).toEqual({
      compile: 'off',
      precision: 'fast',
      threads: 3,
    })
    expect(engineSettings({ threads: 3 }, {}).threads).toBe(3)
  })

  it('leaves open what is not given', () => {
    expect(engineSettings({}, {})).toEqual({})
    expect(engineSettings({}, { HOURGLASS_COMPILE: '', HOURGLASS_THREADS: '' })).toEqual({})
    expect(engineSettings({ threads: 'auto' }, {})).toEqual({})
  })

  it('reads the environment where nothing is given, and only there', () => {
    const environment = { HOURGLASS_COMPILE: 'on', HOURGLASS_PRECISION: 'fast', HOURGLASS_THREADS: '2' }
    expect(engineSettings({}, environment)).toEqual({ compile: 'on', precision: 'fast', threads: 2 })
    expect(engineSettings({ compile: 'off', precision: 'strict', threads: 'auto' }, environment)).toEqual({
      compile: 'off',
      precision: 'strict',
    })
    // What is not looked at cannot be wrong.
    expect(engineSettings({ threads: 1 }, { HOURGLASS_THREADS: 'many' }).threads).toBe(1)
  })

  it('hands the listener on', () => {
    const warn = () => undefined
    expect(engineSettings({ warn }, {}).warn).toBe(warn)
  })

  it('changes nothing when done twice', () => {
    const once = engineSettings({ compile: 'auto', precision: 'fast', threads: '4' }, {})
    expect(engineSettings(once, {})).toEqual(once)
  })

  it.each([
    [{ compile: 'offf' }, /"offf"/, /did you mean "off"/],
    [{ precision: 'strickt' }, /"strickt"/, /did you mean "strict"/],
    [{ precision: '' }, /""/, /fast, strict/],
    [{ compile: 'toString' }, /"toString"/, /auto, off, on/],
  ])('refuses %j with the nearest choice', (given, message, expected) => {
    expect(refusal(() => engineSettings(given, {}))).toMatchObject({
      code: 'invalid-engine-setting',
      message: expect.stringMatching(message),
      expected: expect.stringMatching(expected),
      place: undefined,
    })
  })

  it.each(['0', '-1', '1.5', '', ' ', '1e2', '0x2', 'two', 'NaN', 'Infinity', '1025', 0, 1.5, Number.NaN])(
    'refuses %j threads',
    (threads) => {
      expect(refusal(() => engineSettings({ threads }, {}))).toMatchObject({
        code: 'invalid-engine-setting',
        message: `"${threads}" is no number of threads`,
        expected: 'a whole number from 1 to 1024, or auto',
      })
    },
  )

  it.each([
    ['HOURGLASS_COMPILE', 'yes'],
    ['HOURGLASS_PRECISION', 'bf16'],
    ['HOURGLASS_THREADS', '0'],
  ])('names %s where that is what is wrong', (variable, value) => {
    const error = refusal(() => engineSettings({}, { [variable]: value }))
    expect(error.place).toEqual({ source: variable, line: undefined, column: undefined, path: undefined })
    expect(error.format()).toContain(`${variable}: `)
    expect(error.message).toContain(`"${value}"`)
  })
})
