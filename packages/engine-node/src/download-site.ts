import { request as plainRequest } from 'node:http'
import { request } from 'node:https'

import { notHere } from './native-work.js'

const limitMs = 5_000

/** Where tfjs-node's own script downloads from: its settings, in its order. */
export function downloadSite(environment: NodeJS.ProcessEnv): URL {
  const { TFJS_NODE_BASE_URI, TFJS_NODE_CDN_STORAGE, npm_config_TFJS_NODE_CDN_STORAGE, CDN_STORAGE } = environment
  const site = TFJS_NODE_BASE_URI || TFJS_NODE_CDN_STORAGE || npm_config_TFJS_NODE_CDN_STORAGE || CDN_STORAGE
  return new URL(site || 'https://storage.googleapis.com/')
}

/**
 * Throws `native-skipped` unless the site answers within 5 s, through the proxy where one is set, as the script goes.
 * Worth asking first: the script deletes what is there before it finds out.
 */
export async function requireDownloadSite(environment: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  const site = downloadSite(environment)
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = environment
  const proxy = HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy
  try {
    await answerOf(site, proxy, signal)
  } catch (error) {
    throw notHere(`tfjs-node's download site ${site.host} cannot be reached (${(error as Error).message})`)
  }
}

function answerOf(site: URL, proxy: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { method: 'HEAD', signal }
    const port = site.port || (site.protocol === 'https:' ? 443 : 80)
    const send = (url: string | URL) => (String(url).startsWith('https:') ? request : plainRequest)
    const asked = proxy
      ? send(proxy)(proxy, { ...options, method: 'CONNECT', path: `${site.hostname}:${port}` })
      : send(site)(site, options)
    // From the start, the name's lookup included; a socket's own time-out begins only with the connection.
    const clock = setTimeout(() => asked.destroy(new Error(`no answer within ${limitMs / 1000} s`)), limitMs)
    const settle = (status: number | undefined) => {
      asked.destroy()
      // Any answer of the site itself will do; 407 and 5xx are a proxy that does not let through.
      if (status === undefined || status === 407 || status >= 500) reject(new Error(`HTTP status ${status}`))
      else resolve()
    }
    asked.once('response', (response) => settle(response.statusCode))
    asked.once('connect', (response, socket) => {
      socket.destroy()
      settle(response.statusCode)
    })
    asked.once('error', reject)
    asked.once('close', () => clearTimeout(clock))
    asked.end()
  })
}
