import { HourglassError } from '@hourglass/core'

/**
 * A signal that fires when the time is up or when the caller's own does. Not `AbortSignal.any` and `.timeout`: Node may
 * collect those as garbage while they are waited for, and then they never fire (nodejs/node#54614).
 */
export function withTimeLimit(timeLimitMs: number, signal?: AbortSignal): AbortSignal {
  const controller = new AbortController()
  if (signal?.aborted === true) controller.abort(signal.reason)
  else {
    const timeUp = () => controller.abort(new DOMException('the time limit was reached', 'TimeoutError'))
    const clock = setTimeout(timeUp, timeLimitMs)
    clock.unref()
    const stop = () => {
      clearTimeout(clock)
      controller.abort(signal!.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
  }
  return controller.signal
}

/** Throws `time-limit` or `interrupted` where the signal has fired. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  const outOfTime = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
  throw outOfTime
    ? new HourglassError('time-limit', 'the time limit was reached', { remedy: 'hourglass doctor --fix' })
    : new HourglassError('interrupted', 'interrupted')
}
