import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'

import type { PackedPackage } from './pack-workspace.js'

/** An npm registry on this machine that has these packages and nothing else. */
export async function startRegistry(packages: readonly PackedPackage[]): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const tarball = packages.find(({ file }) => path === `/-/${basename(file)}`)
    const named = packages.find(({ manifest }) => path === `/${manifest.name}`)
    // Nothing of ours stays in the user's npm cache for longer than it is true.
    response.setHeader('cache-control', 'no-store')
    if (tarball !== undefined) response.end(readFileSync(tarball.file))
    else if (named !== undefined) response.end(JSON.stringify(packument(named, url)))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, close: () => void server.close() }
}

function packument({ manifest, file, integrity }: PackedPackage, url: string): object {
  const { name, version } = manifest
  const dist = { tarball: `${url}/-/${basename(file)}`, integrity }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
}
