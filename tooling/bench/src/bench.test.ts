import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, it } from 'vitest'

const run = promisify(execFile)

it('races the tiny net on what is there, and skips what is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-bench-test-'))
  try {
    const json = join(folder, 'result.json')
    const options = ['--rows', 'tiny', '--seconds', '0.05', '--tables', 'steps', '--threads', '1', '--json', json]
    const missing = ['--python', join(folder, 'no-python'), '--contestants', 'hourglass,wasm,minimize,torch']
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'bench.mjs'), ...options, ...missing])
    expect(stdout).toMatch(/\| PyTorch eager \| skipped: /)
    const [{ results }] = JSON.parse(readFileSync(json, 'utf8')).races as [{ results: Result[] }]
    const raced = results.filter(({ skipped }) => skipped === undefined)
    expect(raced.map(({ id }) => id)).toContain('wasm')
    // One gradient descent, written twice: by Hourglass' objective and optimizer, and by tfjs' own.
    for (const { id, agrees, difference } of raced) expect(agrees, `${id}: ${difference}`).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

interface Result {
  readonly id: string
  readonly skipped?: string
  readonly agrees?: boolean
  readonly difference?: number
}
