import { stat } from 'node:fs/promises'

import { HourglassError } from '@hourglass/core'

/**
 * Refuses a folder that is not there: a mistyped one must not be hidden by a download.
 *
 * @param name what should be in it
 * @throws HourglassError `missing-folder`
 */
export async function requireFolder(folder: string, name: string): Promise<void> {
  const status = await stat(folder).catch((cause: Error) => cause)
  if (!(status instanceof Error) && status.isDirectory()) return
  throw new HourglassError('missing-folder', `"${folder}" is not a folder that can be read`, {
    place: { path: 'folder' },
    expected: `a folder with the files of ${name}`,
    remedy: 'mend the path, or leave the option out to have the files downloaded',
    ...(status instanceof Error && { cause: status }),
  })
}
