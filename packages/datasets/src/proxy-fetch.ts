import { HourglassError } from '@hourglass/core'

const BUILT_IN = globalThis.fetch

/**
 * `fetch` as the environment wants it: through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, in either case,
 * the lower one first; an https address goes through HTTP_PROXY where there is no HTTPS_PROXY. Node's own fetch knows none
 * of them before Node 24, and the proxy of one version of undici does not fit the fetch of every other, so both are taken
 * from the same package, and only where there is a proxy. A global `fetch` that somebody has put in place of Node's is theirs
 * to answer for, and is called as it is.
 *
 * @throws HourglassError `invalid-proxy` from the call, where an address of a proxy cannot be read
 */
export function proxyFetch(environment: NodeJS.ProcessEnv): typeof globalThis.fetch {
  const variable = (name: string): string => environment[name] || environment[name.toUpperCase()] || ''
  let proxied: Promise<typeof globalThis.fetch> | undefined
  return async (input, init) => {
    const [httpProxy, httpsProxy] = [address('http_proxy'), address('https_proxy')]
    if (globalThis.fetch !== BUILT_IN || (httpProxy === '' && httpsProxy === '')) return globalThis.fetch(input, init)
    proxied ??= throughProxy({ httpProxy, httpsProxy, noProxy: variable('no_proxy') })
    return (await proxied)(input, init)
  }

  function address(name: string): string {
    const value = variable(name)
    // curl takes an address without a scheme for http, and so do people.
    const url = value === '' || value.includes('://') ? value : `http://${value}`
    if (url === '' || URL.canParse(url)) return url
    throw new HourglassError('invalid-proxy', 'the address of the proxy cannot be read', {
      // It may hold a password: it is not shown.
      place: { source: environment[name] ? name : name.toUpperCase() },
      expected: 'an address such as http://proxy.example:3128',
      remedy: 'mend the environment variable, or unset it',
    })
  }
}

interface Proxies {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

async function throughProxy(proxies: Proxies): Promise<typeof globalThis.fetch> {
  const { EnvHttpProxyAgent, fetch } = await import('undici')
  // Without a tunnel for plain http: many proxies allow CONNECT to port 443 only.
  const dispatcher = new EnvHttpProxyAgent({ ...proxies, proxyTunnel: false })
  const through = (input: unknown, init?: object) => fetch(input as string, { ...init, dispatcher })
  return through as unknown as typeof globalThis.fetch
}
