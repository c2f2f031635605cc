import type { TextTable } from './tables.js'

const STYLE = `:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .75rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
th:not(:first-child), td:not(:first-child) { text-align: right }
th:first-child, td:first-child { text-align: left }
div { overflow-x: auto }`

/** The page can fetch nothing and run nothing, whatever text it shows. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** One static page that needs nothing else; all text is escaped. */
export function renderHtml(title: string, tables: readonly TextTable[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${tables.map(section).join('\n')}
</main>
</body>
</html>
`
}

function section({ title, head, rows, notes }: TextTable): string {
  const cells = (line: readonly string[], tag: string): string =>
    `<tr>${line.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<section>
<h2>${escaped(title)}</h2>
<div><table>
<thead>${cells(head, 'th')}</thead>
<tbody>
${rows.map((row) => cells(row, 'td')).join('\n')}
</tbody>
</table></div>
${notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
</section>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}
