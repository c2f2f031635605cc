import { HourglassError } from '@hourglass/core'
import { getBackend, KernelBackend, registerBackend } from '@tensorflow/tfjs-core'
import { expect, it, vi } from 'vitest'

import { createCpuEngine } from './cpu-engine.js'
import { makeCurrent } from './make-current.js'

it('makes a backend current', async () => {
  await createCpuEngine()
  registerBackend('another', () => new KernelBackend())
  await makeCurrent('another')
  expect(getBackend()).toBe('another')
})

it('refuses to go on with another backend than the one asked for', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  registerBackend('broken', () => Promise.reject(new Error('no module')))
  const failure = makeCurrent('broken')
  await expect(failure).rejects.toThrow(HourglassError)
  await expect(failure).rejects.toMatchObject({ code: 'engine-failed', remedy: expect.stringContaining('--engine') })
  warn.mockRestore()
})
