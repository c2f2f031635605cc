import type { TextTable } from './tables.js'

/** For a terminal: columns two spaces apart, numbers to the right. */
export function renderText(tables: readonly TextTable[]): string {
  return tables.map(textOf).join('\n\n')
}

export function renderMarkdown(tables: readonly TextTable[]): string {
  return `${tables.map(markdownOf).join('\n\n')}\n`
}

function textOf({ title, head, rows, notes }: TextTable): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => [...line[column]!].length)))
  const right = head.map((_, column) => column > 0 && rows.every((row) => /^[\d[±–]/.test(row[column] ?? '')))
  const body = lines.map((line) => {
    const cells = line.map((cell, column) => {
      const padding = ' '.repeat(widths[column]! - [...cell].length)
      return right[column] ? padding + cell : cell + padding
    })
    return cells.join('  ').trimEnd()
  })
  const rule = '─'.repeat(Math.max(...body.map((line) => [...line].length)))
  return [title, rule, body[0], rule, ...body.slice(1), ...notes.map((note) => `* ${note}`)].join('\n')
}

function markdownOf({ title, head, rows, notes }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`
  const dashes = `| ${head.map((_, column) => (column === 0 ? '---' : '---:')).join(' | ')} |`
  return [
    `### ${escaped(title)}`,
    '',
    line(head),
    dashes,
    ...rows.map(line),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${escaped(note)}`)] : []),
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll(/[|\\`*_<>[\]]/g, '\\$&').replaceAll('\n', ' ')
}
