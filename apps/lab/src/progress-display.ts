import type { EpochProgress, MeasuredProgress, Progress, StepProgress } from '@hourglass/core'
import { SingleBar } from 'cli-progress'

const FORMAT = '  {part}epoch {epoch}/{epochs} {bar} {terms} | {rate} examples/s | {left} left'
/** Seconds between two lines within an epoch where there is no terminal. */
const LINE_EVERY = 10

/** Shows how training goes: a bar on a terminal, plain lines elsewhere. Writes to standard error. */
export class ProgressDisplay {
  readonly #stream: NodeJS.WriteStream
  readonly #bar: SingleBar | undefined
  #began = performance.now()
  #lastLine = performance.now()
  #open = false

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
    if (stream.isTTY)
      this.#bar = new SingleBar({
        format: FORMAT,
        stream,
        hideCursor: true,
        barsize: 24,
        clearOnComplete: true,
        fps: 10,
      })
  }

  line(message: string): void {
    this.#close()
    this.#stream.write(`${message}\n`)
  }

  startStage(name: string): void {
    this.#began = performance.now()
    this.#lastLine = this.#began
    this.line(`stage ${name}`)
  }

  show(progress: Progress): void {
    if (progress.kind === 'note') this.line(`  ${progress.message}`)
    else if (progress.kind === 'epoch') this.#showEpoch(progress)
    else if (progress.kind === 'measured') this.line(measuredLine(progress))
    else this.#showStep(progress)
  }

  /** Ends the bar; call it last. */
  finish(): void {
    this.#close()
  }

  #showEpoch(progress: EpochProgress): void {
    this.line(epochLine(progress, this.#left(progress.epoch / progress.epochs)))
    // A stage of several parts tells how long each of them will take.
    if (progress.epoch === progress.epochs) this.#began = performance.now()
  }

  #showStep(progress: StepProgress): void {
    const { epoch, epochs, step, stepsPerEpoch, terms = {} } = progress
    const left = this.#left((epoch - 1 + step / stepsPerEpoch) / epochs)
    const part = partOf(progress)
    const rate = formatRate(progress.examplesPerSecond)
    if (this.#bar !== undefined) {
      const payload = { part, epoch, epochs, terms: formatTerms(terms), rate, left }
      if (!this.#open) this.#bar.start(stepsPerEpoch, step, payload)
      this.#open = true
      this.#bar.update(step, payload)
      return
    }
    if (performance.now() - this.#lastLine < LINE_EVERY * 1000) return
    this.#lastLine = performance.now()
    this.line(
      `  ${part}epoch ${epoch}/${epochs} step ${step}/${stepsPerEpoch} ${formatTerms(terms)} | ${rate} examples/s | ${left} left`,
    )
  }

  #left(fraction: number): string {
    const seconds = (performance.now() - this.#began) / 1000
    return formatDuration((seconds * (1 - fraction)) / fraction)
  }

  #close(): void {
    if (this.#open) this.#bar?.stop()
    this.#open = false
  }
}

function partOf({ part }: StepProgress | EpochProgress): string {
  return part === undefined ? '' : `${part}, `
}

function measuredLine({ label, split, measurements }: MeasuredProgress): string {
  const values = measurements.map(({ name, value, unit }) => `${name} ${value.toPrecision(5)}${unit && ` ${unit}`}`)
  return `  ${label}, on ${split}: ${values.join(', ')}`
}

function epochLine(progress: EpochProgress, left: string): string {
  const { epoch, epochs, train, validation, examplesPerSecond } = progress
  const beside = validation === undefined ? '' : ` | validation ${formatTerms(validation)}`
  const remaining = epoch === epochs ? '' : ` | ${left} left`
  return `  ${partOf(progress)}epoch ${epoch}/${epochs} ${formatTerms(train)}${beside} | ${formatRate(examplesPerSecond)} examples/s${remaining}`
}

/** `nll 93.21`; the objective only where it is more than its one term. */
function formatTerms(terms: Readonly<Record<string, number>>): string {
  const entries = Object.entries(terms)
  const shown = entries.length === 2 ? entries.filter(([name]) => name !== 'objective') : entries
  return shown.map(([name, value]) => `${name} ${value.toPrecision(5)}`).join(' ')
}

function formatRate(rate: number): string {
  return Math.round(rate).toLocaleString('en-US')
}

export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, seconds).toFixed(seconds < 10 ? 1 : 0)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`
}
