import { HourglassError } from '@hourglass/core'

/**
 * SHA-256 in lower-case hexadecimal, in Node and in browsers.
 *
 * @throws HourglassError `insecure-page` in a page that came over plain http from another machine: browsers hash nothing
 *   there
 */
export async function weightsHash(bytes: Uint8Array): Promise<string> {
  const { subtle } = (globalThis.crypto ?? {}) as { subtle?: (typeof globalThis.crypto)['subtle'] }
  if (subtle === undefined)
    throw new HourglassError('insecure-page', 'this page cannot verify weights: the browser gives it no SHA-256', {
      expected: 'a page that came over https, or from localhost',
    })
  const digest = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
