import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import models from '@hourglass/models'
import { afterAll, expect, it } from 'vitest'

import { pluginVersion } from './plugin-version.js'

const folder = mkdtempSync(join(tmpdir(), 'hourglass-plugin-version-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'dist'))
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'hourglass-ours', version: '3.2.1' }))

const plugin = (name: string) => ({ name, apiVersion: 1, register: () => undefined }) as never
const file = { name: '/somewhere/x.mjs', file: join(folder, 'dist', 'index.js'), sha256: 'ab' }

it('is the version of the package, and the hash of code that an experiment names', () => {
  expect(pluginVersion(plugin('hourglass-ours'), file)).toEqual({
    name: 'hourglass-ours',
    version: '3.2.1',
    sha256: 'ab',
  })
  expect(pluginVersion(models, undefined)).toEqual({
    name: '@hourglass/models',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
  })
})

it('is not that of a package around a file of another name', () => {
  expect(pluginVersion(plugin('mine'), file)).toEqual({ name: 'mine', sha256: 'ab' })
  expect(pluginVersion(plugin('mine'), undefined)).toEqual({ name: 'mine' })
})
