import { HourglassError } from '@hourglass/core'

/**
 * The folder of the wasm backend's files in this installation. Asks for Node's modules where Node is, rather than import
 * them, so that a browser can load this package.
 *
 * @throws HourglassError `engine-failed` in a browser, which installs nothing
 */
export function installedWasmFiles(): string {
  const { process } = globalThis as { process?: NodeJS.Process }
  if (process?.getBuiltinModule === undefined)
    throw new HourglassError('engine-failed', 'a browser does not know where the wasm files are', {
      expected: 'the address that the .wasm files of @tensorflow/tfjs-backend-wasm are served at',
      remedy: "createWasmEngine('/wasm/')",
    })
  const { createRequire } = process.getBuiltinModule('node:module')
  const { dirname, join } = process.getBuiltinModule('node:path')
  return join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')), '/')
}
