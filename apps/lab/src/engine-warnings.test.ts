import { expect, it } from 'vitest'

import { EngineWarnings } from './engine-warnings.js'

it('tells and keeps each warning once a run, and those of the engine itself in every run', () => {
  const warnings = new EngineWarnings()
  const told: string[] = []
  const tell = (text: string) => void told.push(text)
  warnings.warn('no bfloat16')
  const first = warnings.begin(tell)
  expect(told).toEqual(['warning: no bfloat16'])
  warnings.warn('not compiled')
  warnings.warn('not compiled')
  first.end()
  const second = warnings.begin(tell)
  second.end()
  expect(first.heard).toEqual(['no bfloat16', 'not compiled'])
  expect(second.heard).toEqual(['no bfloat16'])
  expect(told).toEqual(['warning: no bfloat16', 'warning: not compiled', 'warning: no bfloat16'])
})
