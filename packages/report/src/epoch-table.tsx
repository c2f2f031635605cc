import { formatColumn } from './format-number.js'
import type { EpochNumbers, StageCurves } from './run-report.js'

/** The numbers behind the curves, folded away. */
export function EpochTable({ stage: { epochs, bestEpoch } }: { stage: StageCurves }) {
  const columns = [
    ...termColumns(epochs, 'train'),
    ...termColumns(epochs, 'validation'),
    { title: 'seconds', texts: formatColumn(epochs.map(({ seconds }) => Number(seconds.toFixed(3)))) },
    { title: 'examples/s', texts: formatColumn(epochs.map(({ examplesPerSecond }) => Math.round(examplesPerSecond))) },
  ]
  return (
    <details>
      <summary>The numbers of each epoch</summary>
      <div class="scroll">
        <table class="epochs">
          <thead>
            <tr>
              <th scope="col">epoch</th>
              {columns.map(({ title }) => (
                <th scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {epochs.map(({ epoch }, row) => (
              <tr class={epoch === bestEpoch ? 'emphasis' : undefined}>
                <th scope="row">{epoch}</th>
                {columns.map(({ texts }) => (
                  <td>{texts[row]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function termColumns(epochs: readonly EpochNumbers[], side: 'train' | 'validation') {
  const names = [...new Set(epochs.flatMap((epoch) => Object.keys(epoch[side] ?? {})))]
  return names.map((name) => {
    const values = epochs.map((epoch) => epoch[side]?.[name])
    // An epoch that did not measure a term leaves its cell empty; null is a NaN that went through JSON.
    const numbers = formatColumn(values.filter((value) => value !== undefined).map((value) => value ?? NaN))
    return { title: `${side} ${name}`, texts: values.map((value) => (value === undefined ? '' : numbers.shift()!)) }
  })
}
