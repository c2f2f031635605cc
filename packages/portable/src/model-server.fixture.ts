import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves files by path on 127.0.0.1; `POST` gives its body to `received`. For tests. */
export async function serve(
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<{ readonly address: string; readonly received: Promise<string>; close(): void }> {
  const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' }
  let receive: (body: string) => void
  const received = new Promise<string>((resolve) => (receive = resolve))
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        receive(body)
        response.end()
      })
      return
    }
    const path = (request.url ?? '/').slice(1)
    const content = files[path]
    const type = types[path.split('.').at(-1)!] ?? 'application/octet-stream'
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': type }).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    received,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
