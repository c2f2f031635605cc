import { HourglassError } from '@hourglass/core'

export interface StopSignal {
  readonly signal: AbortSignal
  release(): void
}

/** Aborted at the first Ctrl-C (or SIGTERM). The runs then write their checkpoints, which may take a while. */
export function stopSignal(): StopSignal {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const release = (): void => {
    for (const name of signals) process.off(name, stop)
  }
  const stop = (): void => {
    release()
    process.stderr.write('\nstopping when the runs have written their checkpoints (once more to leave them alone)\n')
    controller.abort(
      new HourglassError('interrupted', 'interrupted', { remedy: 'the same command goes on from where it was' }),
    )
  }
  for (const name of signals) process.on(name, stop)
  return { signal: controller.signal, release }
}
