export * from './cache-folder.js'
export * from './content-hash.js'
export * from './index.browser.js'
