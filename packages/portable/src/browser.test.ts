import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { READOUT } from '@hourglass/core'
import { build, type Rolldown } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'

import { findChromium, openPage } from './chromium.fixture.js'
import { loadModel } from './load-model.js'
import { sampleFiles, sampleRows } from './model-files.fixture.js'
import { serve } from './model-server.fixture.js'
import { onnxFiles } from './onnx/onnx-files.js'

let chunks: readonly Rolldown.OutputChunk[]
/** Imports of Node's own modules, as `importer → module`. */
const ofNode: string[] = []

beforeAll(async () => {
  const built = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'of-node',
        enforce: 'pre',
        resolveId: (module, importer) => void (module.startsWith('node:') && ofNode.push(`${importer} → ${module}`)),
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: {
        input: join(import.meta.dirname, 'browser-page.fixture.ts'),
        output: { entryFileNames: 'page.js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  const { output } = built as Rolldown.RolldownOutput
  chunks = output.filter((part) => part.type === 'chunk')
})

describe('the package, bundled for a browser', () => {
  it('asks for nothing of Node', () => {
    const outside = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    const own = new Set(chunks.map(({ fileName }) => fileName))
    expect(outside.filter((name) => !own.has(name))).toEqual([])
    expect(ofNode).toEqual([])
  })

  const chromium = findChromium()
  it.skipIf(chromium === undefined)(
    `computes in chromium what it does in Node${chromium === undefined ? ' (skipped: no chromium in the PATH)' : ''}`,
    async () => {
      const more = { [READOUT.weights]: [6, 3], [READOUT.bias]: [3] }
      const files = await sampleFiles({ model: { use: 'dense', hidden: [9, 6], activation: 'tanh' }, more })
      const x = sampleRows(5, 12)
      const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))
      const wasmFiles = readdirSync(wasm).filter((name) => name.endsWith('.wasm'))
      const server = await serve({
        'index.html': PAGE,
        'x.json': JSON.stringify([...x]),
        ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`model/${name}`, bytes])),
        ...Object.fromEntries(wasmFiles.map((name) => [`wasm/${name}`, readFileSync(join(wasm, name))])),
        ...Object.fromEntries(chunks.map(({ fileName, code }) => [fileName, code])),
      })
      const page = openPage(chromium!, `${server.address}/index.html`)
      try {
        const silence = new Promise<string>((_, reject) => {
          setTimeout(() => reject(new Error(`the page says nothing: ${page.log()}`)), 40_000).unref()
        })
        const answer = JSON.parse(await Promise.race([server.received, silence])) as Record<string, Answers>
        expect(answer).not.toHaveProperty('error')
        expect(answer['hasProcess']).toBe(false)
        const model = await loadModel(files)
        for (const engine of ['cpu', 'wasm']) {
          const { reconstruction, codes, classes } = answer[engine]!
          expectWithin(reconstruction, model.reconstruct(x))
          expectWithin(codes, model.encode(x))
          expect(classes).toEqual([...model.classify!(x)])
        }
        model.dispose()
        const onnx = Object.entries(await onnxFiles(files)).map(([name, { length }]) => [name, length])
        expect(answer['onnx']).toEqual(Object.fromEntries(onnx))
      } finally {
        await page.close()
        server.close()
      }
    },
  )
})

/** An error while modules are loaded is in none of them to be caught. */
const PAGE = `<!doctype html><script>
onerror = (message) => void fetch('/answer', { method: 'POST', body: JSON.stringify({ error: message }) })
</script><script type="module" src="/page.js"></script>`

interface Answers {
  readonly reconstruction: number[]
  readonly codes: number[]
  readonly classes: number[]
}

function expectWithin(theirs: readonly number[], ours: Float32Array): void {
  expect(theirs.length).toBe(ours.length)
  for (const [place, value] of theirs.entries()) expect(Math.abs(value - ours[place]!)).toBeLessThan(1e-5)
}
