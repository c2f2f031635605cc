import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Not import.meta.dirname, which older Nodes lack: they must get as far as being told that they are too old.
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The workspace's own tools first, so that nothing of ours needs to be on the user's PATH. */
const ENVIRONMENT = {
  ...process.env,
  PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
}

/**
 * Runs a command in the workspace's root, its output going straight to the terminal. Resolves to its exit code; a
 * signal counts as 128 + its number. Ctrl-C reaches the command by the terminal, and this process waits for its end.
 */
export function runCommand(command, args, { cwd = ROOT, environment = {} } = {}) {
  return new Promise((resolve, reject) => {
    const wait = () => {}
    process.on('SIGINT', wait)
    const child = spawn(command, args, {
      cwd,
      stdio: 'inherit',
      env: { ...ENVIRONMENT, ...environment },
      // Windows finds pnpm.cmd only through a shell, and node's own path has spaces there.
      shell: process.platform === 'win32' && command !== process.execPath,
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

/** The same, but anything other than success ends this process with the command's code. */
export async function mustRun(command, args, options) {
  const code = await runCommand(command, args, options)
  if (code === 0) return
  process.stderr.write(`\n${options?.onFailure ?? `\`${command} ${args.join(' ')}\` failed with exit code ${code}`}\n`)
  process.exit(code)
}
