import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'

import type { Dataset, Engine } from '@hourglass/core'

import type { RunRequest } from './run-request.js'

/** What a result depends on besides the experiment; written beside it as `environment.json`. */
export function describeEnvironment(engine: Engine, dataset: Dataset, { plugins }: Pick<RunRequest, 'plugins'>) {
  return {
    hourglass: { version: version(), commit: commit() },
    engine: { name: engine.name, description: engine.description, ...engine.facts, ...engine.machine },
    machine: {
      node: process.version,
      platform: `${platform()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    dataset: { name: dataset.name, sha256: dataset.hashes },
    plugins: Object.fromEntries(plugins.map(({ name, sha256 }) => [name, sha256])),
  }
}

export function version(): string {
  const file = join(import.meta.dirname, '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** The commit of the checkout that this code runs from, with `+` where it has changes; absent in an installed package. */
export function commit(): string | undefined {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    if (import.meta.dirname.includes('node_modules')) return undefined
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+')
  } catch {
    return undefined
  }
}
