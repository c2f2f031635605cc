import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { encode } from 'fast-png'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { sha256 } from '../sha256.js'
import { naturalImageHashes, naturalImages } from './natural-images.js'

describe('naturalImages', () => {
  it('gives nine photographs that come with the installation, reduced', async () => {
    const { images, hashes } = await naturalImages({ longestSide: 256 })
    // The files' own heights and widths are 1024 × 790, 717 × 1024, …: a quarter of them.
    expect(images.map(({ name, height, width }) => [name, height, width])).toEqual([
      ['acanthus-mollis', 256, 198],
      ['airplane-from-above', 179, 256],
      ['allium-oreophilum', 256, 202],
      ['black-canyon', 188, 256],
      ['dust-bowl-home', 197, 256],
      ['french-alpine-landscape', 121, 256],
      ['locomotion-house-cat', 128, 256],
      ['march-pastoral', 125, 256],
      ['nagasaki-boats', 205, 256],
    ])
    for (const { height, width, pixels } of images) expect(pixels.length).toBe(height * width)
    expect(Object.keys(hashes)).toEqual(images.map(({ name }) => name))
    expect(await naturalImageHashes({})).toEqual(hashes)
  })
})

describe('naturalImages of a folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hourglass-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const png = (...data: number[]) => encode({ width: data.length, height: 1, channels: 1, data: Uint8Array.from(data) })

  it('gives its images in the order of their names, and leaves the rest alone', async () => {
    writeFileSync(join(folder, 'b.PNG'), png(1, 2))
    writeFileSync(join(folder, 'a.png'), png(3, 5))
    writeFileSync(join(folder, 'notes.txt'), 'none')
    const { images, hashes } = await naturalImages({ images: folder, longestSide: 1 })
    expect(images).toEqual([
      { name: 'a.png', height: 1, width: 1, pixels: Uint8Array.of(4) },
      { name: 'b.PNG', height: 1, width: 1, pixels: Uint8Array.of(2) },
    ])
    expect(hashes).toEqual({ 'a.png': sha256(png(3, 5)), 'b.PNG': sha256(png(1, 2)) })
    expect(await naturalImageHashes({ images: folder })).toEqual(hashes)
  })

  it('names a file that is no image', async () => {
    writeFileSync(join(folder, 'a.jpg'), 'text')
    await expect(naturalImages({ images: folder, longestSide: 9 })).rejects.toMatchObject({
      code: 'invalid-image',
      place: { source: join(folder, 'a.jpg') },
    })
  })

  it.each([
    ['missing-data', ''],
    ['missing-folder', 'nowhere'],
    ['unreadable-file', 'odd'],
  ])('tells %s', async (code, inside) => {
    mkdirSync(join(folder, 'odd', 'a folder.png'), { recursive: true })
    await expect(naturalImageHashes({ images: join(folder, inside) })).rejects.toMatchObject({ code })
  })
})
