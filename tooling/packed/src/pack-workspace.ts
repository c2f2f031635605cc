import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..', '..')

export interface PackedPackage {
  readonly manifest: Manifest
  /** The tarball. */
  readonly file: string
  /** As npm wants it: `sha512-…`. */
  readonly integrity: string
  /** Paths within the tarball. */
  readonly files: readonly string[]
}

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly [field: string]: unknown
}

/** Packs every public package of the workspace into a folder, by the command that a release packs by. */
export function packWorkspace(folder: string): readonly PackedPackage[] {
  const pnpm = join(ROOT, 'node_modules', '.bin', 'pnpm')
  const args = ['--recursive', '--filter', '@hourglass/*', 'pack', '--pack-destination', folder, '--json']
  const output = execFileSync(pnpm, args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' })
  const packed = JSON.parse(output) as { filename: string; integrity: string; files: { path: string }[] }[]
  return packed
    .map(({ filename, integrity, files }) => ({
      manifest: manifestIn(filename),
      file: filename,
      integrity,
      files: files.map(({ path }) => path),
    }))
    .filter(({ manifest }) => manifest.private !== true)
}

function manifestIn(tarball: string): Manifest {
  return JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })) as Manifest
}
