import { createWasmEngine } from '@hourglass/engine'

import { loadModel, onnxFiles, type PortableModel } from './index.js'

// No `await` at the top: parts of the bundle that are loaded later may wait for this module to end.
main().then(send, (error: unknown) => send({ error: String(error) }))

/** What the page of `browser.test.ts` runs: loads the model from its own server, and sends home what it computes. */
async function main(): Promise<unknown> {
  const x = (await (await fetch('/x.json')).json()) as number[]
  const cpu = answers(await loadModel('/model'), x)
  const onnx = Object.entries(await onnxFiles('/model')).map(([name, { length }]) => [name, length])
  const wasm = answers(await loadModel('model', { engine: await createWasmEngine('/wasm/') }), x)
  return { cpu, wasm, onnx: Object.fromEntries(onnx) as unknown, hasProcess: 'process' in globalThis }
}

function answers(model: PortableModel, x: number[]) {
  const [reconstruction, codes, classes] = [model.reconstruct(x), model.encode(x), model.classify!(x)]
  return { reconstruction: [...reconstruction], codes: [...codes], classes: [...classes] }
}

function send(answer: unknown): Promise<unknown> {
  return fetch('/answer', { method: 'POST', body: JSON.stringify(answer) })
}
