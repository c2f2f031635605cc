// Makes docs/datasets.md and docs/images/datasets anew from the registry and from the sets that can be had on this
// machine: node tooling/documentation/src/data-pages.mjs [set …]. What is said of a set whose files are not here stays.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { DATASET, entrySchema, HourglassError, PluginHost } from '@hourglass/core'
import datasets from '@hourglass/datasets'

import { EMPTY_PAGE, renderPage, row, section } from './data-page.mjs'
import { dataPicture } from './data-picture.mjs'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const PAGE = join(ROOT, 'docs', 'datasets.md')
const IMAGES = join(ROOT, 'docs', 'images', 'datasets')
/** Points of a class in a scatter plot. */
const SCATTERED = '300'
const LARGEST = 40 * 1024
/** Options under which a set can be drawn where some of its files are missing. */
const PICTURED_WITH = { 'cifar-bw': { testBatch: 'data_batch_5' } }

const host = new PluginHost([datasets])
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !host.names(DATASET).includes(name))
if (unknown !== undefined) throw new Error(`there is no data set "${unknown}": ${host.names(DATASET).join(', ')}`)

mkdirSync(IMAGES, { recursive: true })
const sets = []
for (const registered of host.list(DATASET))
  sets.push({
    name: registered.name,
    registered: {
      row: row(registered),
      section: section(registered, optionsOf(registered), sourceOf(registered)?.published),
    },
    ...(asked.length === 0 || asked.includes(registered.name) ? await load(registered) : {}),
  })
const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : EMPTY_PAGE
writeFileSync(PAGE, renderPage(page, sets))
run(join(ROOT, 'node_modules', '.bin', 'oxfmt'), [PAGE])

/** Row and section of a set that can be had here; nothing of one that cannot. */
async function load(registered) {
  const { name } = registered
  const source = sourceOf(registered)
  if (source === undefined) return leave(name, 'it needs options')
  const missing = (await source.files?.())?.filter(({ path }) => path === undefined) ?? []
  // A set that is made is missing until it is made.
  if (missing.length > 0 && source.remake === undefined) {
    const instead = PICTURED_WITH[name]
    if (instead !== undefined) return drawInstead(registered, source, instead)
    return leave(name, `${missing.map((file) => file.name).join(', ')} not here`)
  }
  try {
    const dataset = await source.load((message) => say(`${name}: ${message}`))
    const loaded = { dataset, picture: draw(name, dataset) }
    return {
      row: row(registered, dataset),
      section: section(registered, optionsOf(registered), dataset.hashes, loaded),
    }
  } catch (error) {
    if (!(error instanceof HourglassError)) throw error
    return leave(name, error.message)
  }
}

/** A set whose files are not all here, drawn with options that need fewer; its notes say which. */
async function drawInstead(registered, { published }, options) {
  const { name } = registered
  const source = host.createScope().create(DATASET, { use: name, ...options })
  if ((await source.files()).some(({ path }) => path === undefined)) return leave(name, 'its files are not here')
  const dataset = await source.load((message) => say(`${name}: ${message}`))
  const loaded = { dataset, picture: draw(name, dataset) }
  return { section: section(registered, optionsOf(registered), published, loaded) }
}

function leave(name, reason) {
  say(`${name}: left as it is: ${reason}`)
  return {}
}

/** The set at its default options; `undefined` where some have no default. */
function sourceOf({ name }) {
  try {
    return host.createScope().create(DATASET, name)
  } catch (error) {
    if (error instanceof HourglassError && error.code === 'invalid-option') return undefined
    throw error
  }
}

function optionsOf(registered) {
  const { properties, required } = entrySchema(host, registered)
  const { use: _, ...options } = properties
  return Object.entries(options).map(([name, { default: byDefault, description }]) => {
    const shown = byDefault === undefined ? undefined : JSON.stringify(byDefault)
    return { name, byDefault: required.includes(name) ? 'required' : shown, description }
  })
}

/** Writes the picture of a set, where it can have one; gives its name. */
function draw(name, { spec, train }) {
  const content = spec.image === undefined ? scatter(name) : Buffer.from(dataPicture(train, spec))
  if (content === undefined) return undefined
  const picture = `${name}.${spec.image === undefined ? 'svg' : 'png'}`
  if (content.length > LARGEST) throw new Error(`${picture} has ${content.length} bytes: too many for a page`)
  writeFileSync(join(IMAGES, picture), content)
  return `images/datasets/${picture}`
}

/** As `hourglass data show` draws it; of a space the plane of the first and the last coordinate. */
function scatter(name) {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-data-pages-'))
  try {
    const out = join(folder, 'sheet')
    const lab = join(dirname(fileURLToPath(import.meta.resolve('@hourglass/lab/package.json'))), 'bin', 'hourglass.js')
    run(process.execPath, [lab, 'data', 'show', name, '--count', SCATTERED, '--out', out])
    const drawn = ['scatter.svg', 'scatter-x1-x3.svg'].map((file) => join(out, file)).find((path) => existsSync(path))
    return drawn === undefined ? undefined : readFileSync(drawn)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`)
}

function say(message) {
  process.stderr.write(`${message}\n`)
}
