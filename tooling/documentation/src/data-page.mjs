// The text of docs/datasets.md. Between its marks it is made from the registry; all else in it is written by hand.

const TABLE = { begin: '<!-- table of data sets: made by data-pages.mjs -->', end: '<!-- end of the table -->' }
const mark = (name) => ({ begin: `<!-- data set ${name}: made by data-pages.mjs -->`, end: `<!-- end of ${name} -->` })
const HEAD = ['name', 'what it is', 'an example', 'classes', 'train / validation / test']

/** A page for which nothing has been written yet. */
export const EMPTY_PAGE = `# Data sets

${TABLE.begin}
${TABLE.end}
`

/**
 * The page with the table and the sections of these sets, in their order. A set without a `section` keeps what the page
 * says of it; one that the page does not know yet either gets what `registered` knows without loading it.
 *
 * @param {string} page
 * @param {readonly { name: string, row?: string, section?: string, registered: { row: string, section: string } }[]} sets
 */
export function renderPage(page, sets) {
  const rows = sets.map(({ name, row, registered }) => row ?? committedRow(page, name) ?? registered.row)
  const sections = sets.map(({ name, section, registered }) => {
    const { begin, end } = mark(name)
    return [begin, section ?? committedSection(page, name) ?? registered.section, end].join('\n')
  })
  const before = page.slice(0, page.indexOf(TABLE.begin))
  const between = page.slice(page.indexOf(TABLE.end) + TABLE.end.length, firstMark(page))
  const table = [TABLE.begin, '', tableRow(HEAD), tableRow(HEAD.map(() => '---')), ...rows, '', TABLE.end]
  return `${before}${table.join('\n')}${between.trimEnd()}\n\n${sections.join('\n\n')}\n${after(page)}`
}

/** What the page says of a set, between its marks; `undefined` where it says nothing. */
export function committedSection(page, name) {
  const { begin, end } = mark(name)
  const from = page.indexOf(begin)
  return from < 0 ? undefined : page.slice(from + begin.length, page.indexOf(end, from)).replace(/^\n|\n$/g, '')
}

/** The set's line in the page's table. */
export function committedRow(page, name) {
  const table = page.slice(page.indexOf(TABLE.begin), page.indexOf(TABLE.end))
  return table.split('\n').find((line) => line.startsWith(`| ${link(name)} `))
}

export function tableRow(cells) {
  return `| ${cells.join(' | ')} |`
}

/** Name and summary, and what is known of a set that has been loaded. */
export function row({ name, entry }, dataset) {
  if (dataset === undefined) return tableRow([link(name), inCell(entry.summary), '–', '–', '–'])
  const { spec, train, validation, test } = dataset
  const sizes = [train, validation, test].map(({ size }) => size.toLocaleString('en-US'))
  return tableRow([link(name), inCell(entry.summary), example(spec), spec.classes ?? '–', sizes.join(' / ')])
}

/**
 * All about one set.
 *
 * @param registered as the registry lists it
 * @param options name, default and description of each
 * @param hashes SHA-256 by name; absent where it was not loaded and nothing is published
 * @param loaded the data set, and the path of its picture from the page; absent where it was not loaded
 */
export function section({ name, entry }, options, hashes, loaded) {
  const parts = [`## ${name}`, `${sentence(entry.summary)}`]
  if (loaded?.picture !== undefined) parts.push(`![Examples of ${name}](${loaded.picture})`)
  if (entry.details !== undefined) parts.push(entry.details.trim())
  if (entry.cite !== undefined) parts.push(`Source: ${sentence(entry.cite)}`)
  if (loaded?.dataset.notes !== undefined)
    parts.push(loaded.dataset.notes.map((note) => `- ${sentence(note)}`).join('\n'))
  if (options.length > 0)
    parts.push([['option', 'default', ''], ['---', '---', '---'], ...options.map(optionCells)].map(tableRow).join('\n'))
  if (hashes !== undefined)
    parts.push(
      'SHA-256 at the default options:',
      [['of', ''], ['---', '---'], ...Object.entries(hashes).map((pair) => pair.map((text) => `\`${text}\``))]
        .map(tableRow)
        .join('\n'),
    )
  return `\n${parts.join('\n\n')}\n`
}

/** The SHA-256 that the page tells of a set, by name. */
export function hashesOnPage(page, name) {
  const found = (committedSection(page, name) ?? '').matchAll(/^\| `([^`]+)` +\| `([0-9a-f]{64})` \|$/gm)
  return Object.fromEntries([...found].map(([, of, hash]) => [of, hash]))
}

function link(name) {
  return `[\`${name}\`](#${name})`
}

function example({ dimensions, image }) {
  return image === undefined ? `${dimensions.toLocaleString('en-US')} numbers` : `${image.join(' × ')} pixels`
}

function optionCells({ name, byDefault, description }) {
  return [`\`${name}\``, byDefault === undefined ? '' : `\`${byDefault}\``, inCell(description ?? '')]
}

function inCell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

function firstMark(page) {
  const at = page.indexOf('<!-- data set ')
  return at < 0 ? page.length : at
}

/** What follows the last section. */
function after(page) {
  const [last] = [...page.matchAll(/<!-- end of (?!the table)[^>]* -->\n?/g)].slice(-1)
  return last === undefined ? '' : page.slice(last.index + last[0].length)
}
