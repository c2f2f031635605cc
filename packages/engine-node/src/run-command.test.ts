import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { runCommand } from './run-command.js'

const node = process.execPath

test('exit status and both streams come back', async () => {
  const result = await runCommand(node, ['-e', 'console.log("out"); console.error("err"); process.exit(3)'])
  expect(result).toMatchObject({ code: 3, stdout: 'out\n' })
  expect(result.output).toContain('err')
})

test('a command that does not exist is a result, not an error', async () => {
  const result = await runCommand('no-such-command-anywhere', [])
  expect(result.code).toBeNull()
  expect(result.notStarted).toMatch(/ENOENT/)
})

test.skipIf(process.platform === 'win32')('the time limit ends the command and what it started', async () => {
  let grandchild = 0
  const program = `
    const { pid } = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    require('fs').writeFileSync(process.argv[1], String(pid))
    setInterval(() => {}, 1000)`
  const { mkdtemp, readFile, rm } = await import('node:fs/promises')
  const folder = await mkdtemp(`${(await import('node:os')).tmpdir()}/hourglass-run-`)
  const stop = new AbortController()
  const running = runCommand(node, ['-e', program, `${folder}/pid`], { signal: stop.signal })
  while (grandchild === 0) {
    await sleep(20)
    grandchild = Number(await readFile(`${folder}/pid`, 'utf8').catch(() => '0'))
  }
  stop.abort(new DOMException('', 'TimeoutError'))
  await expect(running).rejects.toMatchObject({ code: 'time-limit' })
  const isGone = async () => {
    for (let tries = 0; tries < 100; tries++) {
      try {
        process.kill(grandchild, 0)
      } catch {
        return true
      }
      // A zombie that its new parent has not collected yet is gone as well.
      if (/^State:\s+Z/m.test(await readFile(`/proc/${grandchild}/status`, 'utf8').catch(() => ''))) return true
      await sleep(50)
    }
    return false
  }
  expect(await isGone()).toBe(true)
  await rm(folder, { recursive: true })
})

test('an interrupt is told from the time limit', async () => {
  const running = runCommand(node, ['-e', 'setInterval(() => {}, 1000)'], { signal: AbortSignal.abort() })
  await expect(running).rejects.toMatchObject({ code: 'interrupted' })
})
