import { Hourglass } from './hourglass-mark.js'
import type { RunReport } from './run-report.js'

const SHORT_ID = 12

/** What the run is, by whom and when. */
export function PageHeader({ name, id, description, finishedAt, engine }: RunReport) {
  return (
    <header>
      <p class="eyebrow">
        <Hourglass /> Hourglass <span>run report</span>
      </p>
      <h1>{name}</h1>
      {description && <p class="lead">{description}</p>}
      <dl class="meta">
        <div>
          <dt>finished</dt>
          <dd>{finished(finishedAt)}</dd>
        </div>
        <div>
          <dt>engine</dt>
          <dd>{engine}</dd>
        </div>
        <div>
          <dt>run</dt>
          <dd>
            <code title={id}>{id.slice(0, SHORT_ID)}</code>
          </dd>
        </div>
      </dl>
    </header>
  )
}

/** UTC, so that the page is the same wherever it is made. */
function finished(text: string) {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) return text
  const iso = date.toISOString()
  return <time dateTime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`}</time>
}
