import { isAbsolute } from 'node:path'

import { afterEach, describe, expect, it, vi } from 'vitest'

import { cacheFolder } from './cache-folder.js'

afterEach(() => vi.unstubAllEnvs())

describe('cacheFolder', () => {
  it('honours HOURGLASS_CACHE', () => {
    expect(cacheFolder({ HOURGLASS_CACHE: '/somewhere/else' })).toBe('/somewhere/else')
    vi.stubEnv('HOURGLASS_CACHE', '/from/the/process')
    expect(cacheFolder()).toBe('/from/the/process')
  })

  it.each([[{}], [{ HOURGLASS_CACHE: '' }]])("is the platform's own for %j", (environment) => {
    const folder = cacheFolder(environment)
    expect(isAbsolute(folder)).toBe(true)
    expect(folder.toLowerCase()).toContain('hourglass')
    expect(folder).not.toContain('nodejs')
  })
})
