import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('..', import.meta.url))

/** Where the code that is running was called from, outside of the tensor library and of this package: `file:line`. */
export function lineOfStep(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 60
  const { stack = '' } = new Error('for its stack')
  Error.stackTraceLimit = stackTraceLimit
  for (const line of stack.split('\n').slice(1)) {
    const [, place] = /\(?((?:file:\/\/|\/|[A-Z]:\\)[^()]+?):\d+\)?$/.exec(line) ?? []
    if (place === undefined) continue
    const file = place.replace('file://', '')
    const ours = file.startsWith(HERE) && !/\.test\.\w+:/.test(file)
    if (!ours && !/[\\/]@tensorflow[\\/]|node:internal/.test(file)) return file
  }
  return 'an unknown line'
}
