import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

import { packageManifest } from './package-manifest.js'
import { PLUGIN_KINDS, type PluginKindName } from './plugin-kind.js'
import type { PluginName } from './plugin-name.js'
import { typescriptConfiguration } from './typescript-configuration.js'

const TEMPLATES = join(import.meta.dirname, '..', 'templates')
const IGNORED = ['node_modules/', 'dist/', 'runs/', 'test-results.json', '*.tgz', '']

/**
 * Every file of the package by its path. Templates are working TypeScript in which `kebab-name`, `camelName`,
 * `package-name`, `kind-name` and `example-formula` stand for what is asked for.
 */
export function packageFiles(
  kind: PluginKindName,
  name: PluginName,
  root: string | undefined,
): Readonly<Record<string, string>> {
  const words: Readonly<Record<string, string>> = {
    'kebab-name': name.kebab,
    camelName: name.camel,
    'package-name': name.package,
    'kind-name': kind,
    'example-formula': PLUGIN_KINDS[kind].example,
  }
  const fill = (text: string) =>
    text.replace(/kebab-name|camelName|package-name|kind-name|example-formula/g, (word) => words[word]!)
  return {
    'package.json': `${JSON.stringify(packageManifest(kind, name, root), null, 2)}\n`,
    ...typescriptConfiguration(root !== undefined),
    '.gitignore': IGNORED.join('\n'),
    'README.md': fill(readFileSync(join(TEMPLATES, root === undefined ? 'README.md' : 'README-workspace.md'), 'utf8')),
    ...Object.fromEntries(
      filesBelow(join(TEMPLATES, kind)).map((file) => [
        fill(relative(join(TEMPLATES, kind), file).replaceAll(sep, '/')),
        fill(readFileSync(file, 'utf8')),
      ]),
    ),
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}
