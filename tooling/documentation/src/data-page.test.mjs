import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { DATASET, PluginHost } from '@hourglass/core'
import datasets from '@hourglass/datasets'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'

import { committedRow, committedSection, EMPTY_PAGE, hashesOnPage, renderPage } from './data-page.mjs'
import { dataPicture } from './data-picture.mjs'

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs')
const page = readFileSync(join(DOCS, 'datasets.md'), 'utf8')
const host = new PluginHost([datasets])
const names = host.names(DATASET)

describe('docs/datasets.md', () => {
  it.each(names)('tells of %s, with the hashes that the code has', (name) => {
    expect(committedRow(page, name), 'make it anew: node tooling/documentation/src/data-pages.mjs').toBeDefined()
    expect(committedSection(page, name)).toContain(`## ${name}`)
    const published = sourceOf(name)?.published
    if (published !== undefined) expect(hashesOnPage(page, name)).toMatchObject(published)
  })

  it('tells of no set that there is not', () => {
    const told = [...page.matchAll(/^<!-- data set (\S+): /gm)].map(([, name]) => name)
    expect(told).toEqual(names)
  })

  it('has the hashes to which a set that needs no files comes', async () => {
    expect(hashesOnPage(page, 'mnist-10k')).toEqual((await sourceOf('mnist-10k').load()).hashes)
  })

  it('shows pictures that are there, and small', () => {
    const shown = [...page.matchAll(/\]\((images\/[^)]+)\)/g)].map(([, path]) => path)
    for (const path of shown) {
      expect(existsSync(join(DOCS, path)), path).toBe(true)
      expect(statSync(join(DOCS, path)).size, path).toBeLessThanOrEqual(40 * 1024)
    }
    const files = readdirSync(join(DOCS, 'images', 'datasets')).map((file) => `images/datasets/${file}`)
    expect(files.filter((file) => !shown.includes(file))).toEqual([])
  })
})

function sourceOf(name) {
  try {
    return host.createScope().create(DATASET, name)
  } catch (error) {
    // A set of one's own files cannot be created without them, and has nothing published.
    expect(error.code).toBe('invalid-option')
    return undefined
  }
}

describe('renderPage', () => {
  const registered = (name) => ({ row: `| [\`${name}\`](#${name}) | unseen |`, section: `\n## ${name}\n\nUnseen.\n` })
  const set = (name, text) => ({
    name,
    registered: registered(name),
    ...(text && { row: `| [\`${name}\`](#${name}) | ${text} |`, section: `\n## ${name}\n\n${text}\n` }),
  })

  it('leaves alone what is written by hand, and what is said of sets that are not here', () => {
    const first = renderPage(EMPTY_PAGE, [set('a', 'old'), set('b', 'old')])
    const mended = first
      .replace('# Data sets\n', '# Data sets\n\nBy hand, before.\n')
      .replace('<!-- end of the table -->\n', '<!-- end of the table -->\n\nBy hand, between.\n')
    const second = renderPage(`${mended}\nBy hand, after.\n`, [set('a'), set('b', 'new'), set('c')])
    expect(committedSection(second, 'a')).toBe(committedSection(first, 'a'))
    expect(committedRow(second, 'a')).toBe(committedRow(first, 'a'))
    expect(committedSection(second, 'b')).toContain('new')
    expect(committedSection(second, 'c')).toContain('Unseen.')
    const order = [
      'By hand, before.',
      '| old |',
      '| new |',
      '| unseen |',
      'By hand, between.',
      '## a',
      '## c',
      'By hand, after.',
    ]
    const places = order.map((text) => second.indexOf(text))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('drops a set that is no longer there, and comes to the same when it is done again', () => {
    const sets = [set('a', 'old'), set('c', 'old')]
    const before = renderPage(EMPTY_PAGE, [set('a', 'old'), set('b', 'old'), set('c', 'old')])
    expect(renderPage(before, sets)).toBe(renderPage(EMPTY_PAGE, sets))
    expect(renderPage(renderPage(before, sets), sets)).toBe(renderPage(before, sets))
  })
})

describe('dataPicture', () => {
  it('shows the classes in turn, each pixel as two by two', () => {
    // Example i is grey i/40 all over; classes 0, 0, 1, 1, 0, 0, 1, 1, …
    const labels = Uint8Array.from({ length: 40 }, (_, i) => Math.floor(i / 2) % 2)
    const split = {
      size: 40,
      labels,
      rows: (places) => Float32Array.from(Array.from(places).flatMap((i) => Array(6).fill(i / 40))),
    }
    const { width, height, channels, data } = decode(
      dataPicture(split, { dimensions: 6, image: [2, 3], range: [0, 1] }),
    )
    expect({ width, height, channels }).toEqual({ width: 12 * 10 - 4, height: 3 * 8 - 4, channels: 1 })
    const inTurn = [0, 2, 1, 3, 4, 6, 5, 7]
    for (const [at, example] of inTurn.entries())
      for (const [x, y] of [
        [0, 0],
        [5, 3],
      ])
        expect(data[y * width + at * 10 + x]).toBe(Math.round((example / 40) * 15) * 17)
    expect([data[6], data[9], data[4 * width]]).toEqual([170, 170, 170])
  })
})
