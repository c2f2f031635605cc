import { HourglassError } from '@hourglass/core'

/** When to write a checkpoint, and how many of them to keep. Of no effect on any result. */
export interface CheckpointPolicy {
  readonly every: { readonly seconds: number } | { readonly steps: number }
  readonly keep: number
}

export const CHECKPOINTS: CheckpointPolicy = { every: { seconds: 60 }, keep: 2 }

/**
 * The policy of `--checkpoint-every` (`500` steps, `30s`) and `--keep-checkpoints`; what is left open is taken from
 * `HOURGLASS_CHECKPOINT_EVERY`, then from `CHECKPOINTS`.
 *
 * @throws HourglassError `invalid-option`
 */
export function checkpointPolicy(
  { checkpointEvery, keepCheckpoints }: { readonly checkpointEvery?: string; readonly keepCheckpoints?: string } = {},
  environment: NodeJS.ProcessEnv = process.env,
): CheckpointPolicy {
  const variable = environment['HOURGLASS_CHECKPOINT_EVERY'] || undefined
  return {
    every:
      checkpointEvery !== undefined
        ? interval(checkpointEvery, '--checkpoint-every')
        : variable !== undefined
          ? interval(variable, 'HOURGLASS_CHECKPOINT_EVERY')
          : CHECKPOINTS.every,
    keep: keepCheckpoints === undefined ? CHECKPOINTS.keep : count(keepCheckpoints),
  }
}

function interval(text: string, source: string): CheckpointPolicy['every'] {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(s?)$/.exec(text.trim()) ?? []
  const value = Number(digits)
  if (unit === 's' && value > 0) return { seconds: value }
  if (unit === '' && Number.isSafeInteger(value) && value > 0) return { steps: value }
  throw new HourglassError('invalid-option', `"${text}" is not how often checkpoints are written`, {
    place: { source },
    expected: 'a number of steps, such as 500, or of seconds, such as 30s',
  })
}

function count(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new HourglassError('invalid-option', `"${text}" is not a number of checkpoints`, {
    place: { source: '--keep-checkpoints' },
    expected: 'a whole number, at least 1',
  })
}
