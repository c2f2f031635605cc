import { HourglassError } from '@hourglass/core'

/**
 * Aborted at the first Ctrl-C (or SIGTERM); the second one ends the process as it would by default. Both are heard only
 * between two turns of the event loop: code that never yields must be killed.
 */
export function interruptSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const release = (): void => {
    for (const name of signals) process.off(name, interrupt)
  }
  const interrupt = (): void => {
    release()
    process.stderr.write('\nstopping after this step (once more to stop at once)\n')
    controller.abort(
      new HourglassError('interrupted', 'interrupted', { remedy: 'start it again with the same command' }),
    )
  }
  for (const name of signals) process.on(name, interrupt)
  return { signal: controller.signal, release }
}
