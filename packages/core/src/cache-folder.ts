import envPaths from 'env-paths'

/** The per-user cache folder: `HOURGLASS_CACHE`, or the platform's own (`~/.cache/hourglass` on Linux). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['HOURGLASS_CACHE'] || envPaths('hourglass', { suffix: '' }).cache
}
