import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'

import { decodeImage } from '../files/decode-image.js'
import { sha256 } from '../sha256.js'
import { type GreyImage, reducedGrey } from './grey-image.js'

export type { GreyImage } from './grey-image.js'

/** Photographs of the npm packages `@stdlib/datasets-img-*`, CC0, the longer side of each 1024 pixels. */
const PACKAGED = [
  'acanthus-mollis',
  'airplane-from-above',
  'allium-oreophilum',
  'black-canyon',
  'dust-bowl-home',
  'french-alpine-landscape',
  'locomotion-house-cat',
  'march-pastoral',
  'nagasaki-boats',
] as const

export interface NaturalImages {
  readonly images: readonly GreyImage[]
  /** SHA-256 of the file of each image, by the image's name. */
  readonly hashes: Readonly<Record<string, string>>
}

interface ImageFile {
  readonly name: string
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * The images that patches are cut out of, grey, the longer side of each reduced to `longestSide`: nine photographs that
 * come with the installation, or the PNG and JPEG files of a folder in the order of their names. See `reducedGrey`.
 *
 * @throws HourglassError `damaged-package`, `missing-folder`, `missing-data`, `unreadable-file`, and what `decodeImage`
 * throws
 */
export async function naturalImages(from: { images?: string; longestSide: number }): Promise<NaturalImages> {
  const files = await imageFiles(from.images)
  return {
    images: files.map(({ name, path, bytes }) => reducedGrey(name, decodeImage(bytes, path), from.longestSide)),
    hashes: hashesOf(files),
  }
}

/** The hashes of `naturalImages` alone: nothing is decoded. */
export async function naturalImageHashes(from: { images?: string }): Promise<NaturalImages['hashes']> {
  return hashesOf(await imageFiles(from.images))
}

function hashesOf(files: readonly ImageFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ name, bytes }) => [name, sha256(bytes)]))
}

async function imageFiles(folder: string | undefined): Promise<ImageFile[]> {
  if (folder === undefined) return Promise.all(PACKAGED.map(packagedImage))
  const names = (await namesIn(folder)).filter((name) => /\.(png|jpe?g)$/i.test(name)).toSorted()
  if (names.length === 0)
    throw new HourglassError('missing-data', `"${folder}" holds no images`, {
      place: { path: 'images' },
      expected: 'files that end in .png, .jpg or .jpeg',
      remedy: 'mend the path, or leave the option out to use the images that come with the installation',
    })
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { name, path, bytes: await readFile(path).catch((cause: Error) => unreadable(path, cause)) }
    }),
  )
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    throw new HourglassError('missing-folder', `"${folder}" is not a folder that can be read`, {
      place: { path: 'images' },
      expected: 'a folder with images, PNG or JPEG',
      remedy: 'mend the path, or leave the option out to use the images that come with the installation',
      cause,
    })
  }
}

async function packagedImage(name: string): Promise<ImageFile> {
  const source = `@stdlib/datasets-img-${name}`
  try {
    const path = join(createRequire(import.meta.url).resolve(`${source}/package.json`), '..', 'data', 'image.jpg')
    return { name, path, bytes: await readFile(path) }
  } catch (cause) {
    throw new HourglassError('damaged-package', `the image of the npm package ${source} cannot be read`, {
      expected: 'data/image.jpg in it, as in its version 0.2.3',
      remedy: 'delete node_modules and install again',
      cause,
    })
  }
}

function unreadable(path: string, cause: Error): never {
  throw new HourglassError('unreadable-file', `${path} cannot be read: ${cause.message}`, {
    expected: 'an image, PNG or JPEG',
    remedy: 'make the file readable, or take it out of the folder',
    cause,
  })
}
