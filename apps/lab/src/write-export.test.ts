import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { writeExport } from './write-export.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const MODEL = { 'config.json': bytes('{"a":1}'), 'model.safetensors': bytes('weights') }
const ONNX = { ...MODEL, 'encoder.onnx': bytes('e'), 'decoder.onnx': bytes('d') }
const OTHER = { 'config.json': bytes('{"b":1}'), 'model.safetensors': bytes('others') }

let parent: string
let folder: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hourglass-write-export-'))
  folder = join(parent, 'a', 'model')
})
afterEach(() => rmSync(parent, { recursive: true }))

const held = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
const texts = (files: Readonly<Record<string, Uint8Array>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, new TextDecoder().decode(content)]))

it('writes into a folder that is not there, and into an empty one', () => {
  writeExport(folder, MODEL, { force: false })
  expect(held()).toEqual(texts(MODEL))
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  writeExport(folder, ONNX, { force: false })
  expect(held()).toEqual(texts(ONNX))
})

it('leaves the same content as it is, and adds to it', () => {
  writeExport(folder, MODEL, { force: false })
  const before = statSync(join(folder, 'model.safetensors')).ino
  writeExport(folder, ONNX, { force: false })
  writeExport(folder, MODEL, { force: false })
  expect(held()).toEqual(texts(ONNX))
  expect(statSync(join(folder, 'model.safetensors')).ino).toBe(before)
})

it('goes on where a writer was killed before config.json', () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.safetensors'), 'weights')
  writeExport(folder, MODEL, { force: false })
  expect(held()).toEqual(texts(MODEL))
})

it('refuses a folder with another export, or with something else, and changes nothing', () => {
  writeExport(folder, ONNX, { force: false })
  expect(() => writeExport(folder, OTHER, { force: false })).toThrow(
    /something else in this folder already: config.json/,
  )
  expect(held()).toEqual(texts(ONNX))
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  writeFileSync(join(folder, 'thesis.tex'), 'x')
  expect(() => writeExport(folder, MODEL, { force: false })).toThrow(/thesis.tex/)
  expect(held()).toEqual({ 'thesis.tex': 'x' })
})

it('by force replaces an export, its graphs too, and no file of another kind', () => {
  writeExport(folder, ONNX, { force: false })
  writeFileSync(join(folder, 'notes.txt'), 'n')
  writeExport(folder, OTHER, { force: true })
  expect(held()).toEqual({ ...texts(OTHER), 'notes.txt': 'n' })
})
