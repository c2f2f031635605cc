// Who races: how each is started, and what it is called in the tables.
import { join } from 'node:path'

const node = (script, ...rest) => ({
  command: process.execPath,
  parameters: [join(import.meta.dirname, 'contestant', script), ...rest],
})

const python = (options, mode) => ({
  command: options.python,
  parameters: [join(import.meta.dirname, 'python', 'contestant.py'), mode],
})

/** @returns the contestants in the order of the tables */
export function contestantsOf(options) {
  return [
    { id: 'hourglass', title: 'Hourglass compiled', ...node('hourglass.mjs', 'compiled') },
    { id: 'eager', title: 'Hourglass eager', ...node('hourglass.mjs', 'eager') },
    { id: 'fast', title: 'Hourglass fast (bf16 products)', rounded: true, ...node('hourglass.mjs', 'fast') },
    { id: 'wasm', title: 'Hourglass wasm', ...node('hourglass.mjs', 'wasm') },
    { id: 'minimize', title: 'tfjs-node `optimizer.minimize`', ...node('minimize.mjs') },
    { id: 'torch', title: 'PyTorch eager', ...python(options, 'torch') },
    { id: 'torch-compile', title: 'PyTorch `torch.compile`', ...python(options, 'torch-compile') },
    { id: 'tf-function', title: 'TensorFlow `tf.function`', ...python(options, 'tf-function') },
  ]
}
