import { expect, test } from 'vitest'

import { fakeNative } from './fake-native.fixture.js'
import { verifySha256 } from './file-hash.js'

// FIPS 180-2, appendix B.1.
const ofAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

test('the right hash passes', async () => {
  await using fake = await fakeNative()
  await expect(verifySha256(await fake.write('abc', 'abc'), ofAbc)).resolves.toBeUndefined()
})

test('a wrong one is refused, with both hashes', async () => {
  await using fake = await fakeNative()
  const file = await fake.write('abd', 'abd')
  await expect(verifySha256(file, ofAbc)).rejects.toMatchObject({ code: 'wrong-hash', expected: ofAbc })
})
