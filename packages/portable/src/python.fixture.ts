import { spawnSync } from 'node:child_process'

/** A Python with the modules that a test needs, or why there is none. */
export type Python =
  | { readonly run: (script: string, ...args: readonly string[]) => string }
  | { readonly absent: string }

const VARIABLE = 'HOURGLASS_TEST_PYTHON'

/** The interpreter that `HOURGLASS_TEST_PYTHON` names. Where it is named and cannot be used, tests fail: it was meant. */
export function pythonWith(...modules: readonly string[]): Python {
  const command = process.env[VARIABLE]
  if (!command) return { absent: `${VARIABLE} names no Python (with ${modules.join(', ')})` }
  const run = (script: string, ...args: readonly string[]): string => {
    const { status, stdout, stderr, error } = spawnSync(command, ['-c', script, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${error?.message ?? stderr}`)
    return stdout
  }
  run(modules.map((name) => `import ${name}`).join('\n'))
  return { run }
}
