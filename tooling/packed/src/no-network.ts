import { execFileSync } from 'node:child_process'

/** Why packages cannot be had from npm's registry now; `undefined` where they can. */
export function noNetworkReason(environment: NodeJS.ProcessEnv): string | undefined {
  const shell = process.platform === 'win32'
  const registry = execFileSync('npm', ['config', 'get', 'registry'], {
    env: environment,
    encoding: 'utf8',
    shell,
  }).trim()
  try {
    // By npm itself, which knows proxies and certificates.
    const args = ['view', 'zod', 'version', '--fetch-retries=0', '--fetch-timeout=10000', '--prefer-online']
    execFileSync('npm', args, { env: environment, stdio: 'pipe', timeout: 30_000, shell })
    return undefined
  } catch {
    return `npm's registry ${registry} is out of reach`
  }
}
