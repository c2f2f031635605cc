import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { cleanEnvironment } from './clean-environment.js'
import { startRegistry } from './local-registry.js'
import { noNetworkReason } from './no-network.js'
import { packWorkspace, type PackedPackage } from './pack-workspace.js'

let folder: string
let packages: readonly PackedPackage[]
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'hourglass-packed-')))
  mkdirSync(join(folder, 'tarballs'))
  packages = packWorkspace(join(folder, 'tarballs'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

/** The package that an import names; of files and of Node's own modules nothing. */
const IMPORT = /(?:\bfrom\s+|^import\s+|\bimport\()['"]((?:@[\w-]+\/)?[\w-]+)(?:\/[^'"]*)?['"]/gm

describe('every public package', () => {
  it('is packed', () => {
    const names = packages.map(({ manifest }) => manifest.name)
    expect(names).toEqual(expect.arrayContaining(['@hourglass/core', '@hourglass/lab', '@hourglass/create-plugin']))
  })

  it('asks for nothing that only the workspace has', () => {
    for (const { manifest } of packages) {
      expect(JSON.stringify(manifest), manifest.name).not.toMatch(/"(?:workspace|catalog|link|file):/)
      const published = new Set(packages.map((packed) => packed.manifest.name))
      for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies'])
        for (const name of Object.keys((manifest[field] ?? {}) as object))
          if (name.startsWith('@hourglass/')) expect(published, `${manifest.name} needs ${name}`).toContain(name)
    }
  })

  it('declares every package that it imports, also for its types', () => {
    for (const { manifest, file } of packages) {
      const unpacked = join(folder, 'unpacked', manifest.name)
      mkdirSync(unpacked, { recursive: true })
      execFileSync('tar', ['-xzf', file, '-C', unpacked])
      const fields = ['dependencies', 'peerDependencies', 'optionalDependencies']
      const declared = fields.flatMap((field) => Object.keys((manifest[field] ?? {}) as object))
      const sources = readdirSync(join(unpacked, 'package', 'dist'), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(?:js|d\.ts)$/.test(path))
        .map((path) => readFileSync(join(unpacked, 'package', 'dist', path), 'utf8'))
      const imported = sources.flatMap((source) => [...source.matchAll(IMPORT)].map(([, name]) => name!))
      expect(imported.length, manifest.name).toBeGreaterThan(0)
      expect(
        [...new Set(imported)].filter((name) => !declared.includes(name)),
        manifest.name,
      ).toEqual([])
    }
  })

  it('holds what its manifest promises, and a licence', () => {
    for (const { manifest, files } of packages) {
      const bin = Object.values((manifest['bin'] ?? {}) as Record<string, string>)
      expect(files, manifest.name).toEqual(
        expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', ...bin]),
      )
      const forTests = files.filter((path) => /^dist\/.*\.(?:test|fixture)\./.test(path))
      expect(forTests, `${manifest.name}: exclude them in tsconfig.build.json, and empty dist`).toEqual([])
    }
  })
})

// wasm is everywhere; what npm has fetched before it need not ask for again.
const environment = cleanEnvironment({
  HOURGLASS_NATIVE: 'off',
  HOURGLASS_TEST_ENGINES: 'wasm',
  npm_config_prefer_offline: 'true',
})
const reason = noNetworkReason(environment)
if (reason !== undefined) process.stderr.write(`the installed packages are not tested: ${reason}\n`)

describe.skipIf(reason !== undefined)('outside of the workspace', { timeout: 600_000 }, () => {
  let registry: { url: string; close(): void }
  let project: string
  const plugin = () => join(project, 'hourglass-noise-dimming')
  beforeAll(async () => {
    registry = await startRegistry(packages)
    project = join(folder, 'project')
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }))
  })
  afterAll(() => registry?.close())

  /** As typed into a terminal; answers what it printed, and fails with it. */
  async function type(line: string, cwd: string): Promise<string> {
    // The one thing that a user would not do.
    writeFileSync(join(cwd, '.npmrc'), `@hourglass:registry=${registry.url}\n`)
    const began = performance.now()
    const child = spawn(line, { cwd, env: environment, shell: true })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()))
    const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject))
    if (code !== 0) throw new Error(`\`${line}\` ended with ${code}:\n${output}`)
    process.stderr.write(`${line}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
    return output
  }

  const copiesOf = (name: string, root: string) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      `/${path.replaceAll(sep, '/')}`.endsWith(`/node_modules/${name}/package.json`),
    )

  it('npm install @hourglass/lab is all that it takes', async () => {
    await type('npm install @hourglass/lab', project)
    for (const name of ['@tensorflow/tfjs-core', 'zod', '@hourglass/core'])
      expect(copiesOf(name, project), name).toHaveLength(1)
    expect(await type('npx hourglass plugins', project)).toMatch(/mnist-10k[\s\S]*masking/)
  })

  it('hourglass new writes a plugin that its README’s commands build, test and train', async () => {
    expect(await type('npx hourglass new noise dimming', project)).toContain('npm install')
    const readme = readFileSync(join(plugin(), 'README.md'), 'utf8')
    const develop = /## Develop\n\n```sh\n([\s\S]*?)```/.exec(readme)![1]!
    const lines = develop
      .trim()
      .split('\n')
      .map((line) => line.replace(/\s*#.*$/, ''))
    expect(lines).toEqual(['npm install', 'npm test', 'npm run build', 'npx hourglass run experiment.yaml'])
    for (const line of lines.slice(0, -1)) await type(line, plugin())
    expect(copiesOf('@tensorflow/tfjs-core', plugin())).toHaveLength(1)
    const output = await type(`${lines.at(-1)} --engine wasm --set "stages[0].epochs=1"`, plugin())
    expect(output).toContain('report.html')
    const [run] = readdirSync(join(plugin(), 'runs'))
    expect(existsSync(join(plugin(), 'runs', run!, 'result.json'))).toBe(true)
  })

  it('the plugin, published and installed beside the lab, shares its tfjs-core', async () => {
    await type('npm pack', plugin())
    const tarball = readdirSync(plugin()).find((name) => name.endsWith('.tgz'))!
    rmSync(join(plugin(), 'node_modules'), { recursive: true })
    await type(`npm install ./hourglass-noise-dimming/${tarball}`, project)
    for (const name of ['@tensorflow/tfjs-core', 'zod', '@hourglass/core'])
      expect(copiesOf(name, project), name).toHaveLength(1)
    const described = await type('npx hourglass describe dimming --plugin hourglass-noise-dimming', project)
    expect(described).toContain('u_i·x_i')
  })
})
