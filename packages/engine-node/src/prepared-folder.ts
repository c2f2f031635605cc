import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const manifest = 'prepared.json'
const partial = '.partial-'

/**
 * Whether a folder was finished by `prepareFolder` and still holds every file in its full size. Sizes, not hashes: this
 * is asked at every set-up, of 850 MB; what the bytes are worth is settled by running them.
 */
export function isPrepared(folder: string): boolean {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, manifest), 'utf8')) as { files: Record<string, number> }
    return Object.entries(files).every(([name, size]) => statSync(join(folder, name)).size === size)
  } catch {
    return false
  }
}

/**
 * Makes a folder whole or not at all: `fill` works in a temporary folder beside it, which gets a list of its files and
 * then takes the folder's name. Whatever goes wrong, nothing unfinished bears that name. Hold the cache's lock.
 */
export async function prepareFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  await removePartial(folder)
  const temporary = await mkdtemp(folder + partial)
  try {
    await fill(temporary)
    const files: Record<string, number> = {}
    for (const name of await filesBelow(temporary)) files[name] = (await stat(join(temporary, name))).size
    await writeFile(join(temporary, manifest), JSON.stringify({ files }, null, 2))
    await rm(folder, { recursive: true, force: true })
    await rename(temporary, folder)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** What a killed process left behind: up to a gigabyte. */
async function removePartial(folder: string): Promise<void> {
  if (!existsSync(dirname(folder))) return
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(basename(folder) + partial)) {
      await rm(join(dirname(folder), name), { recursive: true, force: true })
    }
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
