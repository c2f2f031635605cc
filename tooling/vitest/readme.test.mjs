// Runs in every package: the examples of its README do what a reader would have them do, without an error.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { transformWithOxc } from 'vite'
import { describe, expect, it } from 'vitest'

// A fence with a further word (```ts needs-network) is not run.
const FENCED = /^```(?:ts|js)\n([\s\S]*?)^```$/gm
const readme = existsSync('README.md') ? readFileSync('README.md', 'utf8') : ''
const examples = [...readme.matchAll(FENCED)].map(([, code]) => code)

describe('README.md', () => {
  it('is there', () => expect(readme).not.toBe(''))

  it.each(examples.map((code, place) => [place + 1, code]))('example %i runs', async (_, code) => {
    const { code: javascript } = await transformWithOxc(code, 'example.ts', { target: 'es2023' })
    // Inside the package, so that its imports are found as they would be by a file of the reader's own.
    const folder = mkdtempSync(join(process.cwd(), '.readme-'))
    try {
      writeFileSync(join(folder, 'example.mjs'), javascript)
      const { status, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' })
      expect(stderr).not.toMatch(/Error/)
      expect(status, stderr).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
