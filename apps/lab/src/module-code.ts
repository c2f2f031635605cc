import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { init, parse } from 'es-module-lexer'

/**
 * SHA-256 of a module's code: of its file and of all files that it imports by relative paths, theirs included. Packages
 * it imports by name are not looked into.
 */
export async function moduleCodeHash(file: string): Promise<string> {
  await init
  const hashes = new Map<string, string>()
  const visit = (path: string): void => {
    if (hashes.has(path)) return
    const code = readFileSync(path)
    hashes.set(path, createHash('sha256').update(code).digest('hex'))
    for (const specifier of relativeImports(code.toString('utf8')))
      visit(fileURLToPath(new URL(specifier, pathToFileURL(path))))
  }
  visit(file)
  if (hashes.size === 1) return hashes.get(file)!
  const named = [...hashes].map(([path, hash]) => `${hash}  ${relative(dirname(file), path)}`)
  return createHash('sha256').update(named.toSorted().join('\n')).digest('hex')
}

/** Static imports, re-exports, and dynamic imports of a literal; JSON and the like are code here as well. */
function relativeImports(code: string): string[] {
  const [imports] = parse(code)
  return imports.map(({ n }) => n ?? '').filter((specifier) => /^\.{1,2}\//.test(specifier))
}
