import { formatSeconds } from './format-number.js'
import type { Timing } from './run-report.js'

/** What took how long, as bars against the longest. */
export function TimingBars({ timings }: { timings: readonly Timing[] }) {
  if (timings.length === 0) return null
  const longest = Math.max(...timings.map(({ seconds }) => (Number.isFinite(seconds) ? seconds : 0)))
  return (
    <section>
      <h2>Timings</h2>
      <dl class="card timings">
        {timings.map(({ label, seconds }) => (
          <div>
            <dt>{label}</dt>
            <dd>
              <span class="bar" style={`width:${share(seconds, longest)}%`}></span>
            </dd>
            <dd class="seconds">{formatSeconds(seconds)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function share(seconds: number, longest: number): number {
  return longest > 0 && seconds > 0 && Number.isFinite(seconds) ? Number(((100 * seconds) / longest).toFixed(1)) : 0
}
