import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { writeFolder } from './data-folder.js'

let parent: string
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'hourglass-data-folder-'))))
afterEach(() => rmSync(parent, { recursive: true }))

const entries = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith('.hourglass'))

describe('writeFolder', () => {
  it('makes the folder, and the ones above it', () => {
    const folder = join(parent, 'a', 'b')
    writeFolder(folder, { 'x.txt': 'x', 'y.bin': Uint8Array.of(1, 2) }, '--out')
    expect(entries(folder)).toEqual(['x.txt', 'y.bin'])
    expect([...readFileSync(join(folder, 'y.bin'))]).toEqual([1, 2])
    expect(readdirSync(join(parent, 'a'))).toEqual(['b'])
  })

  it('takes an empty folder, and replaces what it has written', () => {
    const folder = join(parent, 'a')
    mkdirSync(folder)
    writeFolder(folder, { 'x.txt': 'old', 'y.txt': 'old' }, '--out')
    writeFolder(folder, { 'x.txt': 'new' }, '--out')
    expect(entries(folder)).toEqual(['x.txt'])
    expect(readFileSync(join(folder, 'x.txt'), 'utf8')).toBe('new')
  })

  it.each([
    ['a file of somebody else', (folder: string) => writeFileSync(join(folder, 'mine.txt'), '')],
    ['a record that is none', (folder: string) => writeFileSync(join(folder, '.hourglass-sheet.json'), 'null')],
    ['a link', (folder: string) => symlinkSync(parent, join(folder, 'link'))],
  ])('refuses a folder with %s', (_, spoil) => {
    const folder = join(parent, 'a')
    writeFolder(folder, { 'x.txt': 'x' }, '--out')
    spoil(folder)
    const before = readdirSync(folder)
    expect(() => writeFolder(folder, { 'x.txt': 'y' }, '--out')).toThrow('which this command has not written')
    expect(readdirSync(folder)).toEqual(before)
    expect(readFileSync(join(folder, 'x.txt'), 'utf8')).toBe('x')
  })

  it('leaves what was there, and nothing else, where it fails', () => {
    const folder = join(parent, 'a')
    writeFolder(folder, { 'x.txt': 'old' }, '--out')
    expect(() => writeFolder(folder, { 'x.txt': 'new', 'no/such/y.txt': 'y' }, '--out')).toThrow('cannot be written')
    expect(readFileSync(join(folder, 'x.txt'), 'utf8')).toBe('old')
    expect(readdirSync(parent)).toEqual(['a'])
  })
})
