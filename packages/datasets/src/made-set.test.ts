import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { hashed } from './made-files.js'
import { madeSet, type SetRecipe } from './made-set.js'
import { sha256 } from './sha256.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hourglass-'))
})
afterEach(() => rmSync(home, { recursive: true }))

/** Pictures of 1 × 2 bytes: example i is (i, 2i), of class i mod 2. */
function counting(recipe: Partial<SetRecipe> = {}, published?: { images: string; labels: string }, cache = home) {
  const told: string[] = []
  let made = 0
  const source = madeSet(
    () => ({
      name: 'counting',
      version: 1,
      sizes: { train: 3, validation: 1, test: 2 },
      image: [1, 2],
      classes: 2,
      decides: { seed: 0 },
      async make() {
        made++
        return hashed({
          pixels: Uint8Array.of(0, 0, 1, 2, 2, 4, 3, 6, 4, 8, 5, 10),
          labels: Uint8Array.of(0, 1, 0, 1, 0, 1),
        })
      },
      ...recipe,
    }),
    published,
    { HOURGLASS_CACHE: cache },
  )
  const tell = (message: string): void => void told.push(message)
  return { source, told, load: () => source.load(tell), remake: () => source.remake!(tell), times: () => made }
}

const folder = () => join(home, 'datasets', 'made', readdirSync(join(home, 'datasets', 'made'))[0]!)

describe('madeSet', () => {
  it('deals the examples out in their order, and hashes the bytes', async () => {
    const { train, validation, test, spec, hashes } = await counting({ hashes: { from: 'f'.repeat(64) } }).load()
    expect([train.size, validation.size, test.size]).toEqual([3, 1, 2])
    expect([...train.rows([2])]).toEqual([Math.fround(2 / 255), Math.fround(4 / 255)])
    expect([...validation.bytes!.pixels]).toEqual([3, 6])
    expect([...test.labels!]).toEqual([0, 1])
    expect(spec).toEqual({ dimensions: 2, range: [0, 1], image: [1, 2], classes: 2 })
    const images = sha256(Uint8Array.of(0, 0, 1, 2, 2, 4, 3, 6, 4, 8, 5, 10))
    expect(hashes).toEqual({ from: 'f'.repeat(64), images, labels: sha256(Uint8Array.of(0, 1, 0, 1, 0, 1)) })
  })

  it('makes a set once, and again when asked to', async () => {
    const set = counting()
    expect((await set.source.files!()).every(({ path }) => path === undefined)).toBe(true)
    const first = await set.load()
    const second = await set.load()
    expect(set.times()).toBe(1)
    expect(second.hashes).toEqual(first.hashes)
    expect([...second.test.rows([0, 1])]).toEqual([...first.test.rows([0, 1])])
    expect((await set.source.files!()).map(({ path }) => path)).toEqual([
      join(folder(), 'images-idx3-ubyte'),
      join(folder(), 'labels-idx1-ubyte'),
    ])
    await set.remake()
    expect(set.times()).toBe(2)
  })

  it('keeps a set for each version, each size and each value that decides', async () => {
    await counting().load()
    await counting({ version: 2 }).load()
    await counting({ decides: { seed: 1 } }).load()
    await counting({ sizes: { train: 4, validation: 1, test: 1 } }).load()
    expect(readdirSync(join(home, 'datasets', 'made'))).toHaveLength(4)
  })

  it.each([
    ['cut short', () => truncateSync(join(folder(), 'images-idx3-ubyte'), 20)],
    [
      'changed',
      () => writeFileSync(join(folder(), 'labels-idx1-ubyte'), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 6, 1, 1, 1, 1, 1, 1)),
    ],
    ['without its record', () => rmSync(join(folder(), 'made.json'))],
    ['with a broken record', () => writeFileSync(join(folder(), 'made.json'), '{')],
  ])('makes it again where the copy is %s', async (_, damage) => {
    const set = counting()
    const { hashes } = await set.load()
    damage()
    expect((await set.load()).hashes).toEqual(hashes)
    expect(set.times()).toBe(2)
    await set.load()
    expect(set.times()).toBe(2)
  })

  it('tells where the copy cannot be kept, and gives the set all the same', async () => {
    writeFileSync(join(home, 'file'), '')
    const set = counting({}, undefined, join(home, 'file'))
    expect((await set.load()).train.size).toBe(3)
    expect(set.told.join('\n')).toContain('it could not be kept in')
  })

  it('leaves nothing half made behind', async () => {
    await expect(
      counting({
        make: async () => {
          throw new Error('no')
        },
      }).load(),
    ).rejects.toThrow('no')
    expect(() => readdirSync(join(home, 'datasets'))).toThrow('ENOENT')
    await counting().load()
    expect(readdirSync(join(home, 'datasets', 'made')).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('refuses bytes other than those that are published', async () => {
    const published = { images: sha256(Uint8Array.of(0, 0, 1, 2, 2, 4, 3, 6, 4, 8, 5, 10)), labels: 'a'.repeat(64) }
    await expect(counting({}, published).load()).rejects.toMatchObject({ code: 'wrong-content' })
    const right = { ...published, labels: sha256(Uint8Array.of(0, 1, 0, 1, 0, 1)) }
    expect(counting({}, right).source.published).toEqual(right)
    await counting({}, right).load()
  })

  it('ends where the signal says so', async () => {
    const stop = new AbortController()
    const set = counting({
      make: async () => {
        stop.abort(new Error('stopped'))
        return hashed({ pixels: new Uint8Array(12), labels: new Uint8Array(6) })
      },
    })
    await expect(set.source.load(undefined, stop.signal)).rejects.toThrow('stopped')
    expect(() => readdirSync(join(home, 'datasets'))).toThrow('ENOENT')
  })
})
