import { setImmediate as nextTurn } from 'node:timers/promises'

/** Lets a pending Ctrl-C be heard, and throws the signal's reason where there was one. */
export async function stopIfAborted(signal: AbortSignal): Promise<void> {
  await nextTurn()
  signal.throwIfAborted()
}
