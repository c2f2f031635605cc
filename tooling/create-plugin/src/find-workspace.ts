import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The folders of the workspace whose subfolders are packages, as pnpm-workspace.yaml lists them. */
const PACKAGE_FOLDERS = ['packages', 'apps', 'tooling']

/** The root of the clone of Hourglass around a folder, if it is in one. The folder itself need not exist. */
export function findWorkspace(folder: string): string | undefined {
  const path = resolve(folder)
  if (existsSync(join(path, 'pnpm-workspace.yaml')) && isHourglass(join(path, 'package.json'))) return path
  return dirname(path) === path ? undefined : findWorkspace(dirname(path))
}

/** Whether pnpm takes what lies in this folder for packages of the workspace. */
export function holdsPackages(workspace: string, folder: string): boolean {
  return PACKAGE_FOLDERS.some((name) => join(workspace, name) === resolve(folder))
}

function isHourglass(manifest: string): boolean {
  if (!existsSync(manifest)) return false
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'hourglass-workspace'
  } catch {
    return false
  }
}
