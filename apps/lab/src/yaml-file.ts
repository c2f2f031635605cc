import { HourglassError } from '@hourglass/core'
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

import type { ExperimentSource } from './experiment-source.js'

/** A YAML file that holds one record. */
export interface YamlFile {
  readonly value: Readonly<Record<string, unknown>>
  /** Line and column of what is at a path, or of the nearest thing around it that the file has. */
  positionOf(path: string): { readonly line: number; readonly column: number }
}

/** What a file ought to be, for messages. */
export interface ExpectedFile {
  readonly what: string
  readonly expected: string
  readonly remedy?: string
  /** How to mend what is no YAML, where there is something that people often get wrong. */
  readonly yamlRemedy?: string
}

/** @throws HourglassError `invalid-yaml`, `invalid-experiment` (not a record) */
export function parseYamlFile(source: ExperimentSource, wanted: ExpectedFile): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(source.text, { lineCounter: lines })
  refuseBadYaml(document, source, wanted)
  return { value: toRecord(document, source, wanted), positionOf: (path) => positionOf(document, lines, path) }
}

function refuseBadYaml(document: Document.Parsed, source: ExperimentSource, { yamlRemedy }: ExpectedFile): void {
  const [error] = document.errors
  if (error === undefined) return
  const [start] = error.linePos ?? []
  const message = error.message.split(' at line')[0]!.split('\n')[0]!
  throw new HourglassError('invalid-yaml', message, {
    place: { source: source.name, line: start?.line, column: start?.col },
    expected: 'YAML: key: value, lists by hyphens or [ ], nesting by indentation or { }',
    remedy: yamlRemedy,
  })
}

function toRecord(
  document: Document,
  source: ExperimentSource,
  { what, expected, remedy }: ExpectedFile,
): Record<string, unknown> {
  let value: unknown
  try {
    value = document.toJS()
  } catch (cause) {
    throw new HourglassError('invalid-yaml', cause instanceof Error ? cause.message : String(cause), {
      place: { source: source.name },
      cause,
    })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new HourglassError('invalid-experiment', `this is not ${what}`, {
    place: { source: source.name },
    expected,
    remedy,
  })
}

function positionOf(document: Document.Parsed, lines: LineCounter, path: string): { line: number; column: number } {
  let offset = document.contents?.range?.[0] ?? 0
  let node: unknown = document.contents
  let rest = path
  for (;;) {
    const next = isMap(node) ? keyAt(node.items, rest) : isSeq(node) ? itemAt(node.items, rest) : undefined
    if (next === undefined) break
    offset = next.offset ?? offset
    ;({ node, rest } = next)
  }
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

interface Step {
  readonly node: unknown
  readonly offset: number | undefined
  readonly rest: string
}

/** The longest key that the path begins with: a key may be a path itself, as those of a sweep are. */
function keyAt(items: readonly unknown[], path: string): Step | undefined {
  const rest = path.replace(/^\./, '')
  const found = items
    .filter(isPair)
    .flatMap(({ key, value }) => (isScalar(key) ? [{ name: String(key.value), key, value }] : []))
    .filter(({ name }) => name !== '' && (rest === name || rest.startsWith(`${name}.`) || rest.startsWith(`${name}[`)))
    .toSorted((a, b) => b.name.length - a.name.length)[0]
  // At the key: the value may be absent, or lines further down.
  return found && { node: found.value, offset: found.key.range?.[0], rest: rest.slice(found.name.length) }
}

function itemAt(items: readonly unknown[], path: string): Step | undefined {
  const [whole, place] = /^\[(\d+)\]/.exec(path) ?? []
  const node = place === undefined ? undefined : (items[Number(place)] as { range?: [number] } | undefined)
  return node && { node, offset: node.range?.[0], rest: path.slice(whole!.length) }
}
