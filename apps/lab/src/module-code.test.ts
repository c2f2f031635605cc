import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { moduleCodeHash } from './module-code.js'

describe('moduleCodeHash', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hourglass-module-'))
    mkdirSync(join(folder, 'deep'))
    write(
      'index.js',
      "import { a } from './a.js'\nimport zod from 'zod'\nexport * from './deep/b.js'\nexport default a",
    )
    write('a.js', "import './index.js'\nexport const a = 1")
    write('deep/b.js', "export const b = () => import('../c.mjs')")
    write('c.mjs', 'export const c = 1')
    write('unrelated.js', 'export const u = 1')
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (name: string, code: string) => writeFileSync(join(folder, name), code)
  const hash = () => moduleCodeHash(join(folder, 'index.js'))

  it('of a module alone is the hash of its file', async () => {
    const expected = createHash('sha256').update('export const u = 1').digest('hex')
    expect(await moduleCodeHash(join(folder, 'unrelated.js'))).toBe(expected)
  })

  it.each(['index.js', 'a.js', 'deep/b.js', 'c.mjs'])('changes with %s, which it reaches', async (name) => {
    const before = await hash()
    write(name, 'export const changed = 2')
    expect(await hash()).not.toBe(before)
  })

  it('does not change with what it does not reach', async () => {
    const before = await hash()
    write('unrelated.js', 'export const changed = 2')
    expect(await hash()).toBe(before)
  })
})
