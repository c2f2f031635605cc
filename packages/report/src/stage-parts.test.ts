import { describe, expect, it } from 'vitest'

import { elements, read, text } from './read-page.fixture.js'
import { renderReport } from './render-report.js'
import { sampleEpoch, sampleRun } from './sample-run.fixture.js'
import { stageParts } from './stage-parts.js'

const part = (name: string, epoch: number) => ({ ...sampleEpoch(epoch, 100 / epoch), part: name })
const layers = [part('layer 1 of 2', 1), part('layer 1 of 2', 2), part('layer 2 of 2', 1)]

describe('stageParts', () => {
  it('takes the epochs of each part together', () => {
    expect(stageParts(layers)).toEqual([
      { name: 'layer 1 of 2', epochs: layers.slice(0, 2) },
      { name: 'layer 2 of 2', epochs: layers.slice(2) },
    ])
  })

  it('is one without a name where a stage has no parts, and none where it has no epochs', () => {
    const epochs = [sampleEpoch(1, 2), sampleEpoch(2, 1)]
    expect(stageParts(epochs)).toEqual([{ name: undefined, epochs }])
    expect(stageParts([])).toEqual([])
  })
})

describe('a stage in parts on the page', () => {
  it('has a heading, facts, curves and a table for each part, and its own sum above them', () => {
    const page = read(renderReport(sampleRun({ stages: [{ name: 'stack', epochs: layers }] })))
    const [stage] = page.named('div').filter((div) => page.attribute(div, 'class') === 'stage')
    const inside = elements(stage!)
    const texts = (name: string) => inside.filter(({ tagName }) => tagName === name).map(text)
    expect(texts('h3')).toEqual(['stack'])
    expect(texts('h4')).toEqual(['layer 1 of 2', 'layer 2 of 2'])
    expect(texts('p').filter((facts) => facts.includes('examples/s'))).toEqual([
      '3 epochs · 6 s · 4,000 examples/s',
      '2 epochs · 4 s · 4,000 examples/s',
      '1 epoch · 2 s · 4,000 examples/s',
    ])
    // Three terms each: objective, nll, weight-decay.
    expect(texts('svg')).toHaveLength(6)
    expect(texts('table')).toHaveLength(2)
    const ids = inside.flatMap((element) => page.attribute(element, 'id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is told in the heading of the stage where there is only one', () => {
    const page = read(renderReport(sampleRun({ stages: [{ name: 'stack', epochs: layers.slice(2) }] })))
    expect(page.texts('h3')).toContain('stack, layer 2 of 2')
    expect(page.texts('h4')).toEqual([])
  })
})
