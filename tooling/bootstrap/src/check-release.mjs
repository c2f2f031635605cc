// What a release needs: every public package packs, with its build, its types and its README in the tarball.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT } from './run-command.mjs'

const complaints = []
for (const folder of ['packages', 'apps'])
  for (const name of readdirSync(join(ROOT, folder))) {
    const path = join(ROOT, folder, name)
    if (!existsSync(join(path, 'package.json'))) continue
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
    if (manifest.private) continue
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
      cwd: path,
      encoding: 'utf8',
    })
    const [{ files }] = JSON.parse(packed)
    const present = new Set(files.map((file) => file.path))
    const wanted = ['README.md', 'dist/index.js', 'dist/index.d.ts', ...Object.values(manifest.bin ?? {})]
    for (const file of wanted) if (!present.has(file)) complaints.push(`${manifest.name} packs without ${file}`)
    for (const file of present) if (/\.(test|fixture)\./.test(file)) complaints.push(`${manifest.name} packs ${file}`)
    for (const field of ['description', 'license', 'repository', 'exports', 'engines'])
      if (manifest[field] === undefined) complaints.push(`${manifest.name} has no ${field} in its package.json`)
  }
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
// Silent where all is well: the last line of a CI run is the tests'.
if (complaints.length > 0) process.exit(1)
