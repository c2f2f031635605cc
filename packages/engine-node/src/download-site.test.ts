import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, test } from 'vitest'

import { downloadSite, requireDownloadSite } from './download-site.js'

const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

async function serverThat(status: number): Promise<string> {
  const server = createServer((_request, response) => void response.writeHead(status).end())
  server.on('connect', (_request, socket) => void socket.end(`HTTP/1.1 ${status} Said\r\n\r\n`))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test("the site is tfjs-node's own unless its settings name another", () => {
  expect(downloadSite({}).host).toBe('storage.googleapis.com')
  expect(downloadSite({ CDN_STORAGE: 'https://mirror.example/' }).host).toBe('mirror.example')
})

describe('asked directly', () => {
  test('any answer will do, even "not found"', async () => {
    await expect(requireDownloadSite({ CDN_STORAGE: await serverThat(404) })).resolves.toBeUndefined()
  })

  test('no connection means skipping, with the name of the site', async () => {
    const gone = await serverThat(200)
    await new Promise((resolve) => servers.pop()!.close(resolve))
    const asked = requireDownloadSite({ CDN_STORAGE: gone })
    await expect(asked).rejects.toMatchObject({ code: 'native-skipped', message: expect.stringMatching(/127.0.0.1/) })
  })
})

describe('through a proxy', () => {
  test('that lets through', async () => {
    const environment = { CDN_STORAGE: 'https://mirror.invalid/', HTTPS_PROXY: await serverThat(200) }
    await expect(requireDownloadSite(environment)).resolves.toBeUndefined()
  })

  test.each([407, 502])('that answers %d', async (status) => {
    const environment = { CDN_STORAGE: 'https://mirror.invalid/', https_proxy: await serverThat(status) }
    await expect(requireDownloadSite(environment)).rejects.toThrow(new RegExp(`mirror.invalid.*${status}`))
  })
})
