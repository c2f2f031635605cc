import { describe, expect, it } from 'vitest'

import { elements, read, text } from './read-page.fixture.js'
import { renderReport } from './render-report.js'
import { SAMPLE_PNG, sampleEpoch, sampleRun } from './sample-run.fixture.js'

const HOSTILE = `<script>alert(1)</script> "d" 'q' & &lt; --> ]]> </style> ünï 漢字 🦊`

describe('renderReport', () => {
  it('is an HTML page without errors that says what was given', () => {
    const page = read(renderReport(sampleRun()))
    expect(page.errors).toEqual([])
    expect(page.texts('h1')).toEqual(['quickstart'])
    expect(page.texts('title')).toEqual(['quickstart – Hourglass run report'])
    expect(page.texts('time')).toEqual(['2026-03-04 10:22 UTC'])
    const [result] = page.named('table')
    const rows = elements(result!).filter(({ tagName }) => tagName === 'tr')
    const cells = rows.map((row) => row.childNodes.map(text))
    expect(cells).toEqual([
      ['', 'NLL (nats)', 'squared error'],
      ['this model', '71.834', '4.2'],
      ['PCA', '89.130', 'n/a'],
    ])
    expect(rows.map((row) => page.attribute(row, 'class'))).toEqual([undefined, 'emphasis', undefined])
    const body = page.texts('main')[0]
    for (const part of ['71.83', 'nats', 'lower is better', '2 epochs · 4 s · 4,000 examples/s · best epoch 2'])
      expect(body).toContain(part)
    expect(page.texts('pre')).toEqual([
      'hourglass run quickstart --seed 1',
      'name: quickstart\n# a comment\nstages:\n  - use: pretrain\n    url: https://example.org/data',
    ])
  })

  it('sets more than five measurements below each other, the model’s column emphasised', () => {
    const columns = ['a', 'b', 'c', 'd', 'e', 'f']
    const rows = [
      { label: 'model', cells: [1, 2, 3, 4, 5, 6.5], emphasis: true },
      { label: 'PCA', cells: [7, '–', 9, 10, 11, 12] },
    ]
    const page = read(renderReport(sampleRun({ table: { columns, rows } })))
    const lines = elements(page.named('table')[0]!).filter(({ tagName }) => tagName === 'tr')
    const cells = lines.map((line) => line.childNodes.map(text))
    expect([cells[0], cells[1], cells[2], cells[6]]).toEqual([
      ['', 'model', 'PCA'],
      ['a', '1', '7'],
      ['b', '2', '–'],
      ['f', '6.5', '12.0'],
    ])
    const classes = elements(lines[1]!).filter(({ tagName }) => tagName === 'td')
    expect(classes.map((cell) => page.attribute(cell, 'class'))).toEqual(['emphasis', undefined])
  })

  it('leaves measurements beside each other where there are even more rows', () => {
    const columns = ['a', 'b', 'c', 'd', 'e', 'f']
    const rows = Array.from({ length: 7 }, (_, place) => ({ label: `row ${place}`, cells: columns.map(() => place) }))
    const page = read(renderReport(sampleRun({ table: { columns, rows } })))
    const [head, first] = elements(page.named('table')[0]!).filter(({ tagName }) => tagName === 'tr')
    expect(head!.childNodes.map(text)).toEqual(['', ...columns])
    expect(text(first!.childNodes[0]!)).toBe('row 0')
  })

  it('fetches nothing and runs nothing', () => {
    const html = renderReport(sampleRun({ name: HOSTILE }))
    const page = read(html)
    expect(page.named('script')).toEqual([])
    const policy = page.named('meta').find((meta) => page.attribute(meta, 'http-equiv') === 'Content-Security-Policy')
    expect(page.attribute(policy!, 'content')).toContain("default-src 'none'")
    for (const element of page.all)
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^on/)
        if (/^(src|srcset|href|xlink:href|data|poster|action)$/.test(name)) expect(value).toMatch(/^(data:|#)/)
      }
    expect(page.texts('style').join()).not.toMatch(/@import|url\(|https?:/)
    // The experiment's own text is the only place where an address stands.
    expect(html.match(/https?:\/\/[^\s<"]*/g)).toEqual(['https://example.org/data'])
  })

  it('shows hostile text as text, wherever it stands', () => {
    const long = `${HOSTILE} ${'long'.repeat(200)}`
    const page = read(
      renderReport(
        sampleRun({
          name: HOSTILE,
          id: HOSTILE,
          description: long,
          finishedAt: HOSTILE,
          engine: HOSTILE,
          headline: [{ label: HOSTILE, value: HOSTILE, unit: HOSTILE }],
          table: { columns: [HOSTILE], rows: [{ label: long, cells: [HOSTILE] }], caption: HOSTILE },
          stages: [{ name: HOSTILE, epochs: [{ ...sampleEpoch(1, 2), train: { [HOSTILE]: 1 } }] }],
          figures: [
            { title: HOSTILE, caption: HOSTILE, png: SAMPLE_PNG, width: 9, height: 3, rowLabels: [HOSTILE, long] },
          ],
          experimentYaml: `${HOSTILE}\nkey: ${HOSTILE}`,
          environment: { [HOSTILE]: { [HOSTILE]: HOSTILE } },
          timings: [{ label: HOSTILE, seconds: 1 }],
          notes: [HOSTILE],
          command: HOSTILE,
        }),
      ),
    )
    expect(page.errors).toEqual([])
    expect(page.named('script')).toEqual([])
    expect(page.named('style')).toHaveLength(1)
    expect(page.texts('h1')).toEqual([HOSTILE])
    expect(page.texts('title')[0]).toContain(HOSTILE)
    expect(page.texts('pre')).toEqual([HOSTILE, `${HOSTILE}\nkey: ${HOSTILE}`])
    expect(page.attribute(page.named('img')[0]!, 'alt')).toContain(HOSTILE)
    expect(page.texts('main')[0]!.split('<script>alert(1)</script>').length - 1).toBeGreaterThanOrEqual(24)
  })

  it('replaces what UTF-8 cannot hold', () => {
    const html = renderReport(sampleRun({ name: 'a\uD800b 🦊' }))
    expect(Buffer.from(html, 'utf8').toString('utf8')).toBe(html)
    expect(read(html).texts('h1')).toEqual(['a\uFFFDb 🦊'])
  })

  it('holds the picture itself, with a description of it', () => {
    const page = read(renderReport(sampleRun()))
    const [image] = page.named('img')
    const source = page.attribute(image!, 'src')!
    expect(Buffer.from(source.replace('data:image/png;base64,', ''), 'base64').equals(SAMPLE_PNG)).toBe(true)
    expect(page.attribute(image!, 'alt')).toBe('Strip: Digits. Rows from the top: original.')
  })

  it('is the same for the same run, with no id twice', () => {
    const stage = { name: 'pretrain', epochs: [sampleEpoch(1, 9), sampleEpoch(2, 8)] }
    const run = sampleRun({ stages: [stage, stage] })
    const html = renderReport(run)
    expect(renderReport(structuredClone(run))).toBe(html)
    const page = read(html)
    const ids = page.all.flatMap((element) => page.attribute(element, 'id') ?? [])
    expect(page.named('svg')).toHaveLength(1 + 2 * 3)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of html.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id)
  })

  it('shows a stage with one epoch, without validation, and one without epochs', () => {
    const { validation: _, ...epoch } = sampleEpoch(1, 5)
    const stages = [
      { name: 'one', epochs: [epoch] },
      { name: 'none', epochs: [] },
    ]
    const [body] = read(renderReport(sampleRun({ stages }))).texts('main')
    expect(body).toContain('1 epoch · 2 s')
    expect(body).toContain('no epochs were trained')
    expect(body).not.toContain('validation nll')
  })

  it('says which values are not finite', () => {
    const epochs = [3, NaN, Infinity].map((nll, index) => sampleEpoch(index + 1, nll))
    const page = read(renderReport(sampleRun({ stages: [{ name: 'diverged', epochs }] })))
    expect(page.texts('figcaption').join()).toContain('train ∞')
    expect(page.texts('main')[0]).toContain('train is not finite: NaN at epoch 2, ∞ at epoch 3')
  })

  it('leaves out what a run does not have', () => {
    const { name, id, finishedAt, engine, experimentYaml, command } = sampleRun()
    const page = read(
      renderReport({ name, id, finishedAt, engine, experimentYaml, command, stages: [], environment: {} }),
    )
    expect(page.errors).toEqual([])
    expect(page.texts('h2')).toEqual(['Make it again', 'Configuration'])
  })

  it('draws timings in proportion', () => {
    const page = read(renderReport(sampleRun()))
    const bars = page.named('span').filter((span) => page.attribute(span, 'class') === 'bar')
    expect(bars.map((bar) => page.attribute(bar, 'style'))).toEqual(['width:100%', 'width:25%'])
  })
})
