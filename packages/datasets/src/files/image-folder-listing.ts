import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { naturalOrder } from './natural-order.js'
import { unreadable } from './random-access.js'

export interface ListedPicture {
  readonly path: string
  /** Within the folder, with / on every system. */
  readonly name: string
  /** The sub-folder it is in. */
  readonly label?: string
}

export interface ImageListing {
  /** In the natural order of sub-folders, then of names. */
  readonly pictures: readonly ListedPicture[]
  /** Files that are no pictures by their ending; hidden ones are not counted. */
  readonly others: number
}

const PICTURE = /\.(png|jpe?g)$/i
/** What an examples file may hold; a folder with more is a mistake. */
const MAX_PICTURES = 2_000_000

/**
 * Lists the pictures of a folder: those in its sub-folders, whose names are the classes, or those in itself, without
 * classes. No deeper folder is entered, so that no link that leads back can make it endless.
 *
 * @throws HourglassError `missing-file`, `unreadable-file`, `invalid-folder`
 */
export async function listImageFolder(folder: string): Promise<ImageListing> {
  const top = await contents(folder)
  const refuse = (message: string, remedy: string): HourglassError =>
    new HourglassError('invalid-folder', message, {
      place: { source: folder },
      expected: 'a folder of PNG or JPEG files, or one of folders of them, a folder for each class',
      remedy,
    })
  const loose = top.files.filter((name) => PICTURE.test(name))
  let others = top.files.length - loose.length
  const pictures: ListedPicture[] = loose.map((name) => ({ path: join(folder, name), name }))
  for (const label of top.folders) {
    const inside = await contents(join(folder, label))
    if (inside.folders.length > 0)
      throw refuse(
        `there is a folder in the folder "${label}": "${inside.folders[0]}"`,
        'put its pictures one level up',
      )
    const names = inside.files.filter((name) => PICTURE.test(name))
    others += inside.files.length - names.length
    for (const name of names) pictures.push({ path: join(folder, label, name), name: `${label}/${name}`, label })
    if (pictures.length > MAX_PICTURES) throw refuse(`there are more than ${MAX_PICTURES} pictures`, 'take fewer')
  }
  if (pictures.length === 0) throw refuse('there are no pictures in the folder', 'mend the path')
  if (loose.length > 0 && pictures.length > loose.length)
    throw refuse('there are pictures beside the folders of the classes', 'put them into one of these, or elsewhere')
  return { pictures, others }
}

/** Files and folders by name, links followed, hidden ones (`.DS_Store`) left out; anything else is no file. */
async function contents(folder: string): Promise<{ files: string[]; folders: string[] }> {
  const found: { files: string[]; folders: string[] } = { files: [], folders: [] }
  const entries = await readdir(folder, { withFileTypes: true }).catch(async (cause: unknown) => {
    // ENOTDIR is said of a file, and of what would be inside of one.
    const isFile = await stat(folder).then(
      (status) => !status.isDirectory(),
      () => false,
    )
    throw unreadable(folder, isFile ? new Error('it is a file, not a folder', { cause }) : cause)
  })
  for (const entry of entries.toSorted((a, b) => naturalOrder(a.name, b.name))) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    const kind = entry.isSymbolicLink()
      ? await stat(path).catch((cause: unknown) => {
          throw unreadable(path, cause)
        })
      : entry
    if (kind.isDirectory()) found.folders.push(entry.name)
    else found.files.push(entry.name)
  }
  return found
}
