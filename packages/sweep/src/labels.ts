import { canonicalJson } from '@hourglass/core'

import type { Settings } from './results.js'

/** `fraction=0.1 learningRate=0.003`; paths by their last word where that tells them apart. */
export function settingsLabel(settings: Settings, among: readonly string[] = Object.keys(settings)): string {
  return Object.entries(settings)
    .map(([path, value]) => `${shortPath(path, among)}=${valueLabel(value)}`)
    .join(' ')
}

function shortPath(path: string, among: readonly string[]): string {
  const last = lastWord(path)
  return among.some((other) => other !== path && lastWord(other) === last) ? path : last
}

function lastWord(path: string): string {
  return path.split('.').at(-1)!
}

/** A plugin by its name and options, `dense(hidden=[10])`; `none` for what is taken away. */
function valueLabel(value: unknown): string {
  if (value === null) return 'none'
  if (Array.isArray(value)) return `[${value.map(valueLabel).join(', ')}]`
  if (typeof value !== 'object') return typeof value === 'string' ? value : canonicalJson(value)
  const { use, ...options } = value as { use?: unknown } & Record<string, unknown>
  const told = Object.entries(options).map(([name, option]) => `${name}=${valueLabel(option)}`)
  if (typeof use === 'string') return told.length === 0 ? use : `${use}(${told.join(', ')})`
  return `{${told.join(', ')}}`
}
