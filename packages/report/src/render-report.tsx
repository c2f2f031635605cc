import { render } from 'preact-render-to-string'

import { EnvironmentTable } from './environment-table.js'
import { FigureGallery } from './figure-gallery.js'
import { HeadlineNumbers } from './headline-numbers.js'
import { hourglassIcon } from './hourglass-mark.js'
import { MatrixTables } from './matrix-tables.js'
import { MeasuredCurveCharts } from './measured-curve-charts.js'
import { PageHeader } from './page-header.js'
import { ResultTable } from './result-table.js'
import type { RunReport } from './run-report.js'
import { Scatters } from './scatters.js'
import { StageCurves } from './stage-curves.js'
import { STYLESHEET } from './stylesheet.js'
import { TimingBars } from './timing-bars.js'
import { VectorFields } from './vector-fields.js'
import { YamlListing } from './yaml-listing.js'

/** The page can fetch nothing and run nothing, whatever text it shows. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * One run as one HTML page (UTF-8) that needs no other file, no network and no script. The same report gives the same
 * string. All text is escaped; unpaired surrogates, which UTF-8 cannot hold, become U+FFFD.
 */
export function renderReport(report: RunReport): string {
  return `<!doctype html>\n${render(<Page report={report} />)}\n`.replace(/\p{Surrogate}/gu, '\uFFFD')
}

function Page({ report }: { report: RunReport }) {
  const {
    stages,
    figures = [],
    fields = [],
    scatters = [],
    curves = [],
    matrices = [],
    headline = [],
    timings = [],
    notes = [],
  } = report
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Hourglass" />
        <title>{`${report.name} – Hourglass run report`}</title>
        <link rel="icon" href={hourglassIcon()} />
        <style dangerouslySetInnerHTML={{ __html: STYLESHEET }} />
      </head>
      <body>
        <main>
          <PageHeader {...report} />
          <HeadlineNumbers numbers={headline} />
          {report.table && <ResultTable {...report.table} />}
          <Notes notes={notes} />
          <FigureGallery figures={figures} />
          <Scatters scatters={scatters} />
          <VectorFields fields={fields} />
          <MatrixTables matrices={matrices} />
          <MeasuredCurveCharts curves={curves} />
          {stages.length > 0 && (
            <section>
              <h2>Learning curves</h2>
              {stages.map((stage, index) => (
                <StageCurves stage={stage} index={index} />
              ))}
            </section>
          )}
          <section>
            <h2>Make it again</h2>
            <pre class="card command">
              <code>{report.command}</code>
            </pre>
          </section>
          <div class="columns">
            <section>
              <h2>Configuration</h2>
              <YamlListing yaml={report.experimentYaml} />
            </section>
            <div>
              <TimingBars timings={timings} />
              <EnvironmentTable environment={report.environment} />
            </div>
          </div>
        </main>
        <footer>
          Run <code>{report.id}</code>
        </footer>
      </body>
    </html>
  )
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul class="notes">
      {notes.map((note) => (
        <li>{note}</li>
      ))}
    </ul>
  )
}
