import type { ModelFiles } from './model-files.js'

export type Json = Record<string, unknown>

/** The same files with another config. For tests. */
export function edited(packed: ModelFiles, edit: (config: Json) => void): ModelFiles {
  const config = JSON.parse(new TextDecoder().decode(packed['config.json'])) as Json
  edit(config)
  return { ...packed, 'config.json': new TextEncoder().encode(JSON.stringify(config)) }
}
