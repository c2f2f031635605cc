import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import { createPlugin } from './create-plugin.js'
import { describeCreated } from './describe-created.js'
import { holdsPackages } from './find-workspace.js'
import { PLUGIN_KIND_NAMES } from './plugin-kind.js'
import { hourglassVersion, VERSIONS } from './versions.js'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const read = (...path: string[]) => readFileSync(join(...path), 'utf8')
const manifestOf = (folder: string) => JSON.parse(read(folder, 'package.json')) as Manifest

const workspace = parse(read(ROOT, 'pnpm-workspace.yaml')) as {
  readonly packages: readonly string[]
  readonly catalog: Readonly<Record<string, string>>
}

interface Manifest {
  readonly private?: boolean
  readonly scripts: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'hourglass-create-'))))
afterAll(() => rmSync(folder, { recursive: true }))

describe('createPlugin', () => {
  it('writes what it says, and leaves no word of the template', () => {
    const { files, folder: path } = createPlugin({ kind: 'noise', name: 'dim-light', folder })
    expect(path).toBe(join(folder, 'hourglass-noise-dim-light'))
    const there = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(there).toHaveLength(files.length)
    for (const file of files)
      expect(read(path, file), file).not.toMatch(/kebab-name|camelName|package-name|kind-name|example-formula/)
    expect(files).toEqual(expect.arrayContaining(['src/dim-light.ts', 'src/dim-light.test.ts', 'README.md']))
    expect(read(path, 'src/dim-light.ts')).toContain('function dimLightNoise')
  })

  it('pins the packages of Hourglass to its own version, and shares tfjs-core, zod and core with the lab', () => {
    const { folder: path } = createPlugin({ kind: 'loss', name: 'pinned', folder })
    const { devDependencies, peerDependencies } = manifestOf(path)
    expect(devDependencies).toMatchObject({
      '@hourglass/lab': `^${hourglassVersion()}`,
      '@hourglass/testing': `^${hourglassVersion()}`,
    })
    expect(Object.keys(peerDependencies)).toEqual(['@hourglass/core', '@tensorflow/tfjs-core', 'zod'])
    expect(read(path, 'package.json')).not.toMatch(/workspace:|catalog:/)
  })

  it('asks for the versions of third-party packages that the workspace is tested with', () => {
    expect(workspace.catalog).toMatchObject(VERSIONS)
  })

  it('knows which folders of the workspace hold packages', () => {
    const folders = workspace.packages.map((pattern) => pattern.replace(/\/\*$/, ''))
    for (const name of readdirSync(ROOT)) expect(holdsPackages(ROOT, join(ROOT, name))).toBe(folders.includes(name))
  })

  it('has the version of the packages that it asks for', () => {
    for (const part of ['packages/core', 'packages/testing', 'apps/lab'])
      expect((JSON.parse(read(ROOT, part, 'package.json')) as { version: string }).version).toBe(hourglassVersion())
  })

  it.each(['packages', 'tooling'])('takes the workspace as it is in %s of a clone of Hourglass', (parent) => {
    const clone = cloneIn(folder, parent)
    const created = createPlugin({ kind: 'metric', name: 'sparsity', folder: join(clone, parent) })
    expect(created).toMatchObject({ inWorkspace: true, folder: join(clone, parent, 'metric-sparsity') })
    const manifest = manifestOf(created.folder)
    expect(manifest).toMatchObject({
      private: true,
      dependencies: { '@hourglass/engine': 'workspace:^' },
      devDependencies: { '@hourglass/testing': 'workspace:^', zod: 'catalog:' },
    })
    const configuration = /--config (\S+)/.exec(manifest.scripts['test']!)![1]!
    expect(join(created.folder, configuration)).toBe(join(clone, 'tooling', 'vitest', 'vitest.config.mjs'))
    expect(describeCreated(created)).toContain('npx pnpm install')
  })

  it('writes the code that docs/plugins.md shows', () => {
    const { folder: path } = createPlugin({ kind: 'noise', name: 'dimming', folder })
    const page = read(ROOT, 'docs', 'plugins.md')
    for (const file of ['src/dimming.ts', 'src/dimming.test.ts']) {
      const shown = page.split(`// ${file}\n`)[1]!.split('```')[0]!
      const code = shown.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('/**'))
      expect(code.length).toBeGreaterThan(4)
      expect(read(path, file).split('\n')).toEqual(expect.arrayContaining(code))
    }
  })

  it('stands alone elsewhere in a clone, where pnpm would not take it for a package of the workspace', () => {
    const clone = cloneIn(folder, 'docs')
    const created = createPlugin({ kind: 'noise', name: 'aside', folder: join(clone, 'docs') })
    expect(created.inWorkspace).toBe(false)
  })

  it('is not misled by another workspace', () => {
    const other = cloneIn(folder, 'packages', 'another-monorepo')
    const created = createPlugin({ kind: 'noise', name: 'guest', folder: join(other, 'packages') })
    expect(created.inWorkspace).toBe(false)
  })

  it('makes the folder to put it in', () => {
    const created = createPlugin({ kind: 'stage', name: 'deep', folder: join(folder, 'a', 'b') })
    expect(existsSync(join(created.folder, 'experiment.yaml'))).toBe(true)
  })

  it('leaves a folder that is there as it is', () => {
    const { folder: path } = createPlugin({ kind: 'model', name: 'mine', folder })
    writeFileSync(join(path, 'src', 'mine.ts'), 'a week of work')
    expect(() => createPlugin({ kind: 'model', name: 'mine', folder })).toThrow(
      expect.objectContaining({ code: 'folder-exists' }),
    )
    expect(read(path, 'src/mine.ts')).toBe('a week of work')
  })

  it('tells the nearest kind', () => {
    expect(() => createPlugin({ kind: 'regulariser', name: 'mine', folder })).toThrow(HourglassError)
    expect(() => createPlugin({ kind: 'regulariser', name: 'mine', folder })).toThrow(
      expect.objectContaining({ expected: expect.stringContaining('did you mean "regularizer"') as string }),
    )
  })

  it('writes nothing where the name is refused', () => {
    const before = readdirSync(folder)
    for (const kind of PLUGIN_KIND_NAMES)
      expect(() => createPlugin({ kind, name: '../escape', folder })).toThrow(HourglassError)
    expect(readdirSync(folder)).toEqual(before)
  })
})

/** What tells a clone of Hourglass from any other folder, and a folder in it. */
function cloneIn(folder: string, inside: string, name = 'hourglass-workspace'): string {
  const clone = mkdtempSync(join(folder, 'clone-'))
  writeFileSync(join(clone, 'pnpm-workspace.yaml'), 'packages: [packages/*]\n')
  writeFileSync(join(clone, 'package.json'), JSON.stringify({ name }))
  mkdirSync(join(clone, inside))
  return clone
}
