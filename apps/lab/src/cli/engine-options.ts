import type { Command } from 'commander'

/** The options of every command that computes; `chooseEngine` takes them. */
export function withEngineOptions(command: Command): Command {
  return command
    .option('--engine <engine>', 'auto, node, wasm or cpu (default: HOURGLASS_ENGINE, or auto)')
    .option('--compile <choice>', 'steps as one graph: auto, on or off (default: HOURGLASS_COMPILE, or auto)')
    .option('--precision <precision>', 'of matrix products: strict or fast (default: HOURGLASS_PRECISION, or strict)')
    .option('--threads <n|auto>', 'of the native engine (default: HOURGLASS_THREADS, or auto: shared between runs)')
}
