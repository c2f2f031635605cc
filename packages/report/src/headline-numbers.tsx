import { formatNumber } from './format-number.js'
import type { HeadlineNumber } from './run-report.js'

/** The few numbers to remember, large. */
export function HeadlineNumbers({ numbers }: { numbers: readonly HeadlineNumber[] }) {
  if (numbers.length === 0) return null
  return (
    <dl class="headline">
      {numbers.map(({ label, value, unit, better }) => (
        <div class="card">
          <dt>{label}</dt>
          <dd>
            <span class="value">{typeof value === 'string' ? value : formatNumber(value)}</span>
            {unit && <span class="unit"> {unit}</span>}
            {better && <span class="better">{better === 'lower' ? '↓ lower is better' : '↑ higher is better'}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
