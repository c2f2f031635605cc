import { expect, it } from 'vitest'

import { pngDataUri } from './png-data-uri.js'

it('holds every byte, also of a file that is larger than one call takes', () => {
  const bytes = Uint8Array.from({ length: 200_001 }, (_, index) => (index * 31) % 256)
  const uri = pngDataUri(bytes)
  expect(uri).toMatch(/^data:image\/png;base64,/)
  expect(Buffer.from(uri.split(',')[1]!, 'base64').equals(bytes)).toBe(true)
})
