import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { mustRun, ROOT, runCommand } from './run-command.mjs'

const STAMP = join(ROOT, 'node_modules', '.hourglass-installed')
const LEAST_NODE = [20, 19]

/** Installs and builds what is not installed and built, and sets up the native engine once. Ends the process on failure. */
export async function prepare() {
  requireNode()
  await install()
  step('building')
  await mustRun('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'])
  if (process.env.HOURGLASS_NATIVE === 'off') return
  step('looking for the native engine')
  // Its failure is told and is not fatal: the wasm engine is there.
  const code = await runCommand(process.execPath, [join(ROOT, 'apps/lab/bin/hourglass.js'), 'doctor', '--set-up'])
  if (code === 130) process.exit(code)
}

export function step(text) {
  process.stderr.write(`\n▸ ${text}\n`)
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return
  process.stderr.write(`Hourglass needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.version}.\n`)
  process.stderr.write('  try: https://nodejs.org, or `nvm install 22`\n')
  process.exit(2)
}

/** Runs pnpm only where something that it reads has changed since it last ran here. */
async function install() {
  const fingerprint = installFingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint) return
  step('installing')
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const onFailure =
    '`pnpm install` failed; what it said is above. Without a network, install once where there is one: pnpm keeps what it fetched.'
  const args = ['install', '--frozen-lockfile', '--reporter=append-only']
  if (existsSync(join(ROOT, 'node_modules', '.bin', 'pnpm'))) await mustRun('pnpm', args, { onFailure })
  else await mustRun('npx', ['--yes', packageManager, ...args], { onFailure })
  writeFileSync(STAMP, fingerprint)
}

function installFingerprint() {
  const manifests = ['packages', 'apps', 'tooling'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .toSorted()
      .map((name) => join(folder, name, 'package.json')),
  )
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`)
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', ...manifests])
    if (existsSync(join(ROOT, file))) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}
