import { existsSync } from 'node:fs'
import { link, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { fakeNative } from './fake-native.fixture.js'
import { nativeUsable } from './native-package.js'
import { ownInstall } from './own-install.js'

const site = createServer((_request, response) => void response.end())
beforeAll(() => new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve)))
afterAll(() => void site.close())

/** A make-believe `scripts/install.js`, which like the real one rewrites package.json, and a site that answers. */
async function packageWith(script: string) {
  const fake = await fakeNative()
  const rewrite = "const fs = require('fs'); fs.writeFileSync('package.json', '{}'); fs.mkdirSync('deps');"
  await fake.write('tfjs-node/scripts/install.js', rewrite + script)
  const storage = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`
  const before = await readFile(join(fake.native.folder, 'package.json'), 'utf8')
  const work = { ...fake.work, environment: { ...fake.environment, CDN_STORAGE: storage } }
  return { fake, before, work, description: join(fake.native.folder, 'package.json') }
}

test('the script is run in the package, and package.json is as before', async () => {
  const { fake, before, work, description } = await packageWith(`
    fs.mkdirSync('deps/lib'); fs.writeFileSync('deps/lib/libtensorflow.so.2', '')
    fs.mkdirSync('lib/napi-v8', { recursive: true }); fs.writeFileSync('lib/napi-v8/tfjs_binding.node', '')`)
  await using _ = fake
  // pnpm hard-links a package's files into a store that all projects on the machine share.
  await link(description, join(fake.root, 'store'))
  await ownInstall(work)
  expect(nativeUsable(fake.environment, fake.native)).toBe(true)
  expect(await readFile(description, 'utf8')).toBe(before)
  expect(await readFile(join(fake.root, 'store'), 'utf8')).toBe(before)
})

test('a failure gives its reason and leaves nothing behind', async () => {
  const { fake, before, work, description } = await packageWith("throw new Error('getaddrinfo ENOTFOUND')")
  await using _ = fake
  await expect(ownInstall(work)).rejects.toMatchObject({
    code: 'native-failed',
    message: expect.stringMatching(/getaddrinfo ENOTFOUND/),
  })
  expect(await readFile(description, 'utf8')).toBe(before)
  expect(existsSync(join(fake.native.folder, 'deps'))).toBe(false)
  expect((await readdir(fake.native.folder)).toSorted()).toEqual(['package.json', 'scripts'])
})

test('a script that never ends is ended by the time limit', async () => {
  const { fake, before, work, description } = await packageWith('setInterval(() => {}, 1000)')
  await using _ = fake
  const running = ownInstall({ ...work, signal: AbortSignal.timeout(300) })
  await expect(running).rejects.toMatchObject({ code: 'time-limit' })
  expect(await readFile(description, 'utf8')).toBe(before)
  expect(existsSync(join(fake.native.folder, 'deps'))).toBe(false)
})

test('without the site the package is left alone', async () => {
  const { fake, work } = await packageWith('')
  await using _ = fake
  await fake.install()
  const environment = { ...work.environment, CDN_STORAGE: 'http://127.0.0.1:1/' }
  await expect(ownInstall({ ...work, environment })).rejects.toMatchObject({ code: 'native-skipped' })
  expect(nativeUsable(fake.environment, fake.native)).toBe(true)
})
