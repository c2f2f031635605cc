// The examples of the documents: every page's named files are written out, type-checked, loaded, and their tests run.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

const HERE = dirname(import.meta.dirname)
const ROOT = join(HERE, '..', '..')
const PAGES = join(ROOT, 'docs', 'extension-points')
const GENERATED = join(HERE, 'generated')
/** A fence of TypeScript whose first line is a comment with the file's name. */
const FENCE = /^```ts\n\/\/ ([\w-]+(?:\.test)?\.ts)\n([\s\S]*?)^```$/gm

rmSync(GENERATED, { recursive: true, force: true })
const pages = readdirSync(PAGES).filter((name) => name.endsWith('.md'))
for (const page of [join(ROOT, 'README.md'), ...pages.map((name) => join(PAGES, name))]) {
  const files = [...readFileSync(page, 'utf8').matchAll(FENCE)]
  const folder = join(GENERATED, basename(page, '.md'))
  mkdirSync(folder, { recursive: true })
  for (const [, name, code] of files) writeFileSync(join(folder, name), code)
  const modules = files.map(([, name]) => name).filter((name) => !name.endsWith('.test.ts'))
  const title = relative(ROOT, page)
  const test = [
    `import { expect, it } from 'vitest'`,
    `it('${title} shows code', () => expect(${modules.length}).toBeGreaterThan(0))`,
    ...modules.map((name) => `it('${title}: ${name} loads', () => import('./${name.replace(/ts$/, 'js')}'))`),
  ]
  writeFileSync(join(folder, 'page.test.ts'), `${test.join('\n')}\n`)
}
writeFileSync(
  join(GENERATED, 'tsconfig.json'),
  JSON.stringify({ extends: '@hourglass/tsconfig/package.tsconfig.json', compilerOptions: { noEmit: true } }),
)
const types = run('tsc', ['-p', join(GENERATED, 'tsconfig.json')])
const tests = run('vitest', ['run', '--config', join(HERE, 'src', 'vitest.config.mjs'), '--root', HERE])
process.exitCode = types === 0 && tests === 0 ? 0 : 1

function run(command, args) {
  return spawnSync(command, args, { cwd: HERE, stdio: 'inherit', shell: process.platform === 'win32' }).status
}
