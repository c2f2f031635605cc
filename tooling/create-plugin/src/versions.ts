import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a package of its own asks for; a test holds these against the workspace's catalog. */
export const VERSIONS = {
  // The backends ask for exactly this one, and two copies of it would be two sets of tensors.
  '@tensorflow/tfjs-core': '4.22.0',
  '@types/node': '^20.19.0',
  typescript: '7.0.2',
  vitest: '4.1.12',
  zod: '^4.6.7',
} as const

/** The version of Hourglass that this generator belongs to: all of its packages share one. */
export function hourglassVersion(): string {
  const file = join(import.meta.dirname, '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
