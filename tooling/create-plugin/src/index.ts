export * from './create-plugin.js'
export * from './describe-created.js'
export * from './plugin-kind.js'
export type { PluginName } from './plugin-name.js'
