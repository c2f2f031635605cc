import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { testDataset } from '@hourglass/testing'
import { encode } from 'fast-png'
import { afterAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'

import { filesPlugin } from './files-plugin.fixture.js'
import { refusalOf } from './hostile-files.fixture.js'
import { imageFolder, imageFolderOptions } from './image-folder.js'
import { PICTURES } from './pictures.fixture.js'

const home = mkdtempSync(join(tmpdir(), 'hourglass-'))
afterAll(() => rmSync(home, { recursive: true }))
const put = (name: string, content: Uint8Array | string): void => {
  mkdirSync(dirname(join(home, name)), { recursive: true })
  writeFileSync(join(home, name), content)
}
const flat = (grey: number, height = 2, width = 3): Uint8Array =>
  encode({ width, height, channels: 1, data: new Uint8Array(width * height).fill(grey) })
const load = (options: z.input<typeof imageFolderOptions>) => imageFolder(imageFolderOptions.parse(options)).load()

for (let i = 0; i < 12; i++) {
  put(`shades/${i % 2 === 0 ? 'even' : 'odd'}/shade${i}.png`, flat(i))
  put(`test/${i % 2 === 0 ? 'even' : 'odd'}/shade${i}.PNG`, flat(100 + i, 4, 6))
}
put('shades/even/.DS_Store', 'x')
put('shades/readme.txt', 'x')
const folder = join(home, 'shades')

testDataset(filesPlugin, 'images', [
  { options: { folder }, sizes: { train: 10, validation: 1, test: 1 }, classSizes: [6, 6] },
  {
    options: { folder, testFolder: join(home, 'test'), image: [2, 3], validation: 2, labels: false },
    sizes: { train: 10, validation: 2, test: 12 },
    // In natural order: even 0, 2, …, 10, then odd.
    examples: [
      { split: 'test', index: 5, row: Array<number>(6).fill(110 / 255) },
      { split: 'test', index: 6, row: Array<number>(6).fill(101 / 255) },
    ],
  },
])

describe('what is loaded', () => {
  test('folders are classes; what is no picture is left out, and that is told', async () => {
    const { spec, train, validation, test: tested, notes } = await load({ folder })
    expect(spec).toEqual({ dimensions: 6, range: [0, 1], image: [2, 3], classes: 2 })
    for (const split of [train, validation, tested])
      for (let i = 0; i < split.size; i++) expect(split.labels![i]).toBe(Math.round(split.rows([i])[0]! * 255) % 2)
    expect(notes).toEqual([
      '1 files of other kinds than PNG and JPEG were left out',
      'the classes 0 … 1 are the labels "even", "odd"',
    ])
  })

  test('pictures of other programs, in grey and in colour, one inside of another folder by a link', async () => {
    put('mixed/1.png', PICTURES.colour)
    put('mixed/2.jpeg', PICTURES.jpegColour)
    put('elsewhere/3.png', PICTURES.palette)
    symlinkSync(join(home, 'elsewhere', '3.png'), join(home, 'mixed', '3.png'))
    const options = { folder: join(home, 'mixed'), image: [1, 1] as [number, number], seed: 1 }
    const colour = await load({ ...options, channels: 'colour' })
    expect(colour.spec).toEqual({ dimensions: 3, range: [0, 1] })
    // (255+0+0+10)/4, (0+255+0+20)/4, (0+0+255+30)/4, rounded; the flat JPEG; the mean of six colours.
    const { pixels } = colour.train.bytes!
    expect([...pixels.subarray(0, 3)]).toEqual([66, 69, 71])
    // Differs from (200, 31, 90), as another program reads it, by one level at most.
    expect([200, 31, 90].every((value, c) => Math.abs(value - pixels[3 + c]!) <= 1)).toBe(true)
    expect([...pixels.subarray(6)]).toEqual([79, 86, 93])
    const grey = await load(options)
    expect(grey.spec).toEqual({ dimensions: 1, range: [0, 1], image: [1, 1] })
    // 0.299 · 66.25 + 0.587 · 68.75 + 0.114 · 71.25
    expect(grey.train.bytes!.pixels[0]).toBe(68)
  })

  test('the hash is of names and contents: another name, another hash', async () => {
    put('named/1.png', flat(1))
    put('named/2.png', flat(2))
    put('named/3.png', flat(3))
    put('renamed/1.png', flat(1))
    put('renamed/2.png', flat(2))
    put('renamed/4.png', flat(3))
    const hash = async (name: string) => (await load({ folder: join(home, name) })).hashes['folder']
    expect(await hash('named')).toBe(await hash('named'))
    expect(await hash('named')).not.toBe(await hash('renamed'))
  })
})

describe('what is refused', () => {
  test.each<[string, () => z.input<typeof imageFolderOptions>, string, RegExp]>([
    ['a folder that is not there', () => ({ folder: join(home, 'nowhere') }), 'missing-file', /no such file/],
    ['a file', () => ({ folder: join(folder, 'readme.txt') }), 'unreadable-file', /it is a file, not a folder/],
    [
      'a folder without pictures',
      () => (put('empty/readme.txt', 'x'), { folder: join(home, 'empty') }),
      'invalid-folder',
      /no pictures/,
    ],
    [
      'folders within folders',
      () => (put('deep/a/b/c.png', flat(1)), { folder: join(home, 'deep') }),
      'invalid-folder',
      /a folder in the folder "a"/,
    ],
    [
      'a link that leads back',
      () => {
        put('loop/a/1.png', flat(1))
        symlinkSync(join(home, 'loop'), join(home, 'loop', 'a', 'back'))
        return { folder: join(home, 'loop') }
      },
      'invalid-folder',
      /a folder in the folder "a"/,
    ],
    [
      'a link to itself',
      () => {
        put('self/1.png', flat(1))
        symlinkSync('2.png', join(home, 'self', '2.png'))
        return { folder: join(home, 'self') }
      },
      'unreadable-file',
      /ELOOP|symbolic/,
    ],
    [
      'pictures beside the folders of the classes',
      () => (put('beside/a/1.png', flat(1)), put('beside/2.png', flat(2)), { folder: join(home, 'beside') }),
      'invalid-folder',
      /beside the folders/,
    ],
    [
      'pictures of several sizes, and none given',
      () => (put('sizes/1.png', flat(1)), put('sizes/2.png', flat(1, 3, 3)), { folder: join(home, 'sizes') }),
      'invalid-image',
      /3 × 3, the first one 2 × 3/,
    ],
    [
      'transparent pictures, and no background',
      () => (put('clear/1.png', PICTURES.alpha), { folder: join(home, 'clear') }),
      'invalid-image',
      /transparent/,
    ],
    [
      'a picture that is none',
      () => (put('fake/1.png', 'hello'), { folder: join(home, 'fake') }),
      'invalid-image',
      /neither a PNG nor a JPEG/,
    ],
    [
      'one class',
      () => {
        for (let i = 0; i < 4; i++) put(`one/only/${i}.png`, flat(i))
        return { folder: join(home, 'one') }
      },
      'invalid-labels',
      /all labels are the same: "only"/,
    ],
    ['too few', () => ({ folder, validation: 6, test: 6 }), 'too-few-examples', /12 examples/],
  ])('%s', async (_, options, code, message) => {
    const error = await refusalOf(() => load(options()))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })
})
