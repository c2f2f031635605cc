import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { PLUGIN_KIND_NAMES } from '@hourglass/create-plugin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { hourglass } from './hourglass-process.fixture.js'

const TSC = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules', '.bin', 'tsc')

let folder: string
// Inside this package, so that what the templates import is found as in a package that was installed.
beforeAll(() => void (folder = mkdtempSync(join(import.meta.dirname, '.plugin-'))))
afterAll(() => rmSync(folder, { recursive: true }))

describe('hourglass new', () => {
  it.each(PLUGIN_KIND_NAMES)('%s: what it writes builds, and an experiment uses it by its name', async (kind) => {
    expect(await hourglass(['new', kind, 'sample-name', '--in', folder])).toMatchObject({ code: 0 })
    const created = join(folder, `hourglass-${kind}-sample-name`)
    execFileSync(TSC, ['-p', join(created, 'tsconfig.build.json')], {
      stdio: 'pipe',
      shell: process.platform === 'win32',
    })
    const args = ['run', join(created, 'experiment.yaml'), '--set', 'stages[0].epochs=1', '--engine', 'wasm']
    const run = await hourglass([...args, '--runs', join(folder, 'runs'), '--json'])
    expect(run, run.stderr).toMatchObject({ code: 0 })
    const { rows } = JSON.parse(run.stdout) as { rows: { measurements: { value: number }[] }[] }
    const values = rows.flatMap(({ measurements }) => measurements.map(({ value }) => value))
    expect(values.length).toBeGreaterThan(0)
    expect(values.every(Number.isFinite)).toBe(true)
  })

  it('writes a package where it is told to, and says what to do next', async () => {
    const { code, stdout, stderr } = await hourglass(['new', 'noise', 'dimming', '--in', folder])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('hourglass-noise-dimming')
    expect(stdout).toMatch(/npm install\n[\s\S]*npm test\n[\s\S]*npx hourglass run experiment\.yaml/)
    expect(readdirSync(join(folder, 'hourglass-noise-dimming'))).toContain('experiment.yaml')
  })

  it.each([
    [['new', 'nois', 'dimming'], '"noise"'],
    [['new', 'noise', 'Dim_Light'], 'hourglass new noise dim-light'],
    [['new', 'noise', 'masking'], 'hourglass describe masking'],
    [['new', 'noise'], 'name'],
  ])('answers %j with exit code 2 and a way out', async (args, expected) => {
    const { code, stdout, stderr } = await hourglass([...args, '--in', folder])
    expect(stderr).toContain(expected)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
