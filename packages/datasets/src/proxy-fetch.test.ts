import { createServer, request as forward, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { type LocalServer, localServer } from './local-server.fixture.js'
import { proxyFetch } from './proxy-fetch.js'

let server: LocalServer
let proxy: Server
let address: string
/** What the proxy was asked for. */
const asked: string[] = []
const credentials: (string | undefined)[] = []

beforeEach(async () => {
  asked.length = credentials.length = 0
  server = await localServer({ '/file': (_, response) => response.end('here') })
  proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    credentials.push(request.headers['proxy-authorization'])
    const onward = forward(request.url!, { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    // Whatever the name, there is only one server.
    const onward = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
})
afterEach(async () => {
  vi.unstubAllGlobals()
  proxy.closeAllConnections()
  proxy.close()
  await server.close()
})

const get = async (environment: NodeJS.ProcessEnv): Promise<string> =>
  (await proxyFetch(environment)(`${server.url}/file`)).text()

describe('a proxy variable', () => {
  it.each([
    ['HTTP_PROXY', 'http://'],
    ['http_proxy', 'http://'],
    ['HTTP_PROXY', ''],
  ])('%s sends http through the proxy, "%s" in front of its address', async (name, scheme) => {
    expect(await get({ [name]: scheme + address })).toBe('here')
    expect(asked).toEqual([`GET ${server.url}/file`])
  })

  it('in lower case comes first', async () => {
    expect(await get({ http_proxy: `http://${address}`, HTTP_PROXY: 'http://127.0.0.1:1' })).toBe('here')
    expect(asked).toHaveLength(1)
  })

  it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'])('%s has https tunnelled', async (name) => {
    // The server speaks no TLS: that the tunnel is asked for is all there is to see.
    await expect(proxyFetch({ [name]: `http://${address}` })('https://far.example/file')).rejects.toThrow(
      'fetch failed',
    )
    expect(asked).toEqual(['CONNECT far.example:443'])
  })

  it('HTTPS_PROXY is not for http', async () => {
    expect(await get({ HTTPS_PROXY: 'http://127.0.0.1:1' })).toBe('here')
  })

  it('may hold a name and a password', async () => {
    await get({ HTTP_PROXY: `http://me:se%20cret@${address}` })
    expect(credentials).toEqual([`Basic ${Buffer.from('me:se cret').toString('base64')}`])
  })

  it.each(['NO_PROXY', 'no_proxy'])('%s names what goes past it', async (name) => {
    expect(await get({ HTTP_PROXY: 'http://127.0.0.1:1', [name]: 'elsewhere.example, 127.0.0.1' })).toBe('here')
    await expect(get({ HTTP_PROXY: 'http://127.0.0.1:1', [name]: 'elsewhere.example' })).rejects.toThrow()
  })

  it('that is no address is an error that names it and does not show it', async () => {
    const error = await get({ HTTP_PROXY: 'http://me:secret@[' }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'invalid-proxy', place: { source: 'HTTP_PROXY' } })
    expect(String((error as Error).stack)).not.toContain('secret')
  })
})

it('without a variable, Node itself fetches, past every proxy', async () => {
  expect(await get({ HTTP_PROXY: '' })).toBe('here')
  expect(asked).toEqual([])
})

it('a global fetch that somebody has put in its place is called, whatever the variables', async () => {
  vi.stubGlobal('fetch', async (url: string) => new Response(`not ${url}`))
  expect(await get({ HTTP_PROXY: `http://${address}` })).toBe(`not ${server.url}/file`)
  expect(asked).toEqual([])
})
