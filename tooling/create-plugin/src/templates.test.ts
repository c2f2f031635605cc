import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { type Plugin, PluginHost } from '@hourglass/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createPlugin } from './create-plugin.js'
import { PLUGIN_KIND_NAMES } from './plugin-kind.js'

const ROOT = join(import.meta.dirname, '..', '..', '..')

// Inside this package, so that what the templates import is found as in a package that was installed.
let folder: string
const at = (kind: string) => join(folder, `hourglass-${kind}-sample-name`)
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '..', '.plugin-'))
  for (const kind of PLUGIN_KIND_NAMES) createPlugin({ kind, name: 'sample-name', folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (command: string, args: readonly string[], cwd: string) => {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', command), args, {
    cwd,
    encoding: 'utf8',
  })
  return { status, output: `${stdout}${stderr}` }
}

describe('what is generated', () => {
  it.each(PLUGIN_KIND_NAMES)('%s: builds, and is a plugin of its kind and name', async (kind) => {
    expect(run('tsc', ['-p', 'tsconfig.build.json'], at(kind))).toEqual({ status: 0, output: '' })
    const module = (await import(pathToFileURL(join(at(kind), 'dist', 'index.js')).href)) as { default: Plugin }
    const host = new PluginHost([module.default])
    expect(host.points().flatMap((point) => host.list(point).map(({ name }) => `${point}/${name}`))).toEqual([
      `${kind}/sample-name`,
    ])
  })

  it('typechecks, tests included', () => {
    const configuration = JSON.parse(readFileSync(join(at('noise'), 'tsconfig.json'), 'utf8')) as object
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...configuration, include: ['*/src'] }))
    expect(run('tsc', ['-p', 'tsconfig.json'], folder)).toEqual({ status: 0, output: '' })
  })

  it('is formatted and free of what the linter refuses', () => {
    // Outside of the repository, which ignores folders of this test.
    const outside = mkdtempSync(join(tmpdir(), 'hourglass-templates-'))
    try {
      for (const kind of PLUGIN_KIND_NAMES) createPlugin({ kind, name: 'sample-name', folder: outside })
      const format = run('oxfmt', ['--check', '-c', join(ROOT, '.oxfmtrc.json'), '.'], outside)
      expect(format.status, format.output).toBe(0)
      const lint = run('oxlint', ['-c', join(ROOT, '.oxlintrc.json'), '--deny-warnings', '.'], outside)
      expect(lint.status, lint.output).toBe(0)
    } finally {
      rmSync(outside, { recursive: true })
    }
  })

  it('passes its conformance tests', { timeout: 300_000 }, () => {
    const timeouts = ['--testTimeout=60000', '--hookTimeout=120000']
    const { status, output } = run('vitest', ['run', '--root', folder, ...timeouts], folder)
    expect(status, output).toBe(0)
    for (const kind of PLUGIN_KIND_NAMES) expect(output).toContain(`hourglass-${kind}-sample-name`)
  })
})
