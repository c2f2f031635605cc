import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The browser in the PATH, or none. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Opens a page without a window, in a profile of its own; the function that is returned closes it. */
export function openPage(chromium: string, address: string): { readonly log: () => string; close(): Promise<void> } {
  const profile = mkdtempSync(join(tmpdir(), 'hourglass-chromium-'))
  // In containers there is often neither a sandbox nor shared memory to be had.
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--enable-logging=stderr']
  const child = spawn(chromium, [...options, `--user-data-dir=${profile}`, address], { detached: true })
  let log = ''
  child.stderr.on('data', (text: Buffer) => (log += text.toString()))
  const ended = new Promise((resolve) => child.on('close', resolve))
  return {
    log: () => log,
    async close() {
      // The group: chromium is many processes.
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
