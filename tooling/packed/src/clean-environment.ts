import { delimiter } from 'node:path'

import { ROOT } from './pack-workspace.js'

/** What of npm's settings in the environment is the user's own: where packages come from, and how they are reached. */
const KEPT = /^npm_config_(?:registry|cache|userconfig|globalconfig|cafile|ca|proxy|https_proxy|noproxy|strict_ssl)$/i

/** The environment of a user's terminal: without what pnpm, turbo and vitest add for a test of this workspace. */
export function cleanEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofOurs =
    /^(?:npm_|pnpm_|turbo_|vite|vitest|hourglass_)|^(?:INIT_CWD|NODE_ENV|NODE_PATH|NODE_OPTIONS|TEST|PROD|DEV|MODE|SSR|BASE_URL)$/i
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name) || !ofOurs.test(name))
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.startsWith(ROOT))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), ...more }
}
