import { createHash } from 'node:crypto'

import { type Dataset, type DatasetSource, HourglassError } from '@hourglass/core'
import { z } from 'zod'

import { readDataFile } from './data-file.js'
import { decodeImage } from './decode-image.js'
import { dealOptions, imageOption } from './example-options.js'
import { checkAmount, type Examples } from './examples.js'
import { examplesDataset } from './examples-dataset.js'
import { listImageFolder } from './image-folder-listing.js'
import { LabelCollector } from './labels.js'
import { pictureChannels } from './picture-channels.js'
import { resizeArea } from './resize-area.js'

export const imageFolderOptions = z.strictObject({
  folder: z.string().min(1).describe('a folder of PNG or JPEG files, or one of folders of them, one for each class'),
  testFolder: z.string().min(1).optional().describe('the pictures to test on, where they have a folder of their own'),
  image: imageOption.describe('[height, width] that pictures are resized to, by area; as they are where absent'),
  channels: z.enum(['grey', 'colour']).default('grey').describe('one number for each pixel, or red, green and blue'),
  background: z.number().min(0).max(255).optional().describe('grey level that shows where pictures are transparent'),
  labels: z.boolean().default(true).describe('whether the names of the sub-folders are the classes'),
  ...dealOptions,
})

type Options = z.output<typeof imageFolderOptions>

/**
 * Pictures of a folder, x = byte / 255 ∈ [0, 1]: PNG and JPEG, told by content, in the natural order of their names. Grey
 * is luma (ITU-R BT.601), rounded to a byte after resizing; colour is red, green, blue of each pixel, d_x = 3 · h · w.
 *
 * The one hash is of a list: SHA-256 of each file and its name in the folder, in order.
 *
 * @throws HourglassError from `load` `invalid-folder`, `invalid-image`, `unreadable-file`, and what `examplesDataset` throws
 */
export function imageFolder(options: Options): DatasetSource {
  const { folder, testFolder } = options
  return {
    async load(progress = () => {}, signal): Promise<Dataset> {
      signal?.throwIfAborted()
      const train = await readFolder(folder, options, progress, signal)
      // Without `image` all pictures are of the size of the first one, those to test on too.
      const fixed = { ...options, image: train.size }
      const test = testFolder === undefined ? undefined : await readFolder(testFolder, fixed, progress, signal)
      const others = train.others + (test?.others ?? 0)
      return examplesDataset(
        {
          name: 'images',
          train: train.examples,
          test: test?.examples,
          hashes: { folder: train.hash, ...(test !== undefined && { testFolder: test.hash }) },
          notes: others === 0 ? [] : [`${others} files of other kinds than PNG and JPEG were left out`],
        },
        { ...options, image: options.channels === 'grey' ? train.size : undefined, scale: 'byte', clip: false },
      )
    },
    async files() {
      const folders = [folder, ...(testFolder === undefined ? [] : [testFolder])]
      const listings = await Promise.all(folders.map(listImageFolder))
      return listings.flatMap(({ pictures }) => pictures.map(({ name, path }) => ({ name, path })))
    },
  }
}

interface ReadFolder {
  readonly examples: Examples
  readonly size: [number, number]
  readonly hash: string
  readonly others: number
}

/** Bytes of one file; no camera writes so large a picture. */
const MAX_PICTURE_FILE = 2 ** 28

async function readFolder(
  folder: string,
  options: Options,
  progress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<ReadFolder> {
  const { pictures, others } = await listImageFolder(folder)
  progress(`reading ${pictures.length.toLocaleString('en')} pictures of ${folder}`)
  const labels = options.labels && pictures[0]!.label !== undefined ? new LabelCollector() : undefined
  const list = createHash('sha256')
  let size = options.image
  let values = new Uint8Array(0)
  let at = 0
  for (const { path, name, label } of pictures) {
    const { bytes, hash } = await readDataFile(path, MAX_PICTURE_FILE, signal)
    list.update(`${hash}  ${name}\n`)
    const picture = readPicture(bytes, path, options, size)
    if (size === undefined || values.length === 0) {
      size ??= picture.size
      checkAmount(pictures.length * picture.values.length, folder)
      values = new Uint8Array(pictures.length * picture.values.length)
    }
    values.set(picture.values, at)
    at += picture.values.length
    if (labels !== undefined && !labels.add(label!))
      throw new HourglassError('invalid-labels', `the folder "${label}" is the 257th class`, {
        place: { source: folder },
        expected: 'up to 256 folders',
        remedy: 'put classes together, or say `labels: false`',
      })
  }
  const dimensions = values.length / pictures.length
  const examples = { count: pictures.length, dimensions, values, source: folder, labels: labels?.finish() }
  return { examples, size: size!, hash: list.digest('hex'), others }
}

function readPicture(
  bytes: Uint8Array,
  source: string,
  { channels, background, image }: Options,
  size: readonly [number, number] | undefined,
): { values: Uint8Array; size: [number, number] } {
  const decoded = decodeImage(bytes, source)
  const { height, width } = decoded
  const [newHeight, newWidth] = size ?? [height, width]
  const sameSize = height === newHeight && width === newWidth
  if (!sameSize && image === undefined)
    throw new HourglassError(
      'invalid-image',
      `the picture is ${height} × ${width}, the first one ${size!.join(' × ')}`,
      {
        place: { source },
        expected: 'pictures of one size',
        remedy: `say to which size they should be brought, as in image: [${size!.join(', ')}]`,
      },
    )
  const wanted = channels === 'grey' ? 1 : 3
  const values = pictureChannels(decoded, wanted, background)
  if (values === undefined)
    throw new HourglassError('invalid-image', 'parts of the picture are transparent', {
      place: { source },
      expected: 'pictures that are opaque, or the grey that shows behind them',
      remedy: 'say which, as in background: 255',
    })
  const fitted = sameSize ? values : resizeArea({ height, width, channels: wanted, values }, newHeight, newWidth)
  return { values: Uint8Array.from(fitted, (value) => Math.round(value)), size: [newHeight, newWidth] }
}
