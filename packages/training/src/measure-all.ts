import { HourglassError, type Measurement, type Metric, type MetricContext } from '@hourglass/core'

/**
 * What metrics measure, one after the other. A metric that is there twice, with other options, is told apart by a number:
 * `saturation`, then `saturation 2`.
 *
 * @throws HourglassError `diverged` where a measured value is not finite; the signal's reason when aborted; what a metric
 *   throws
 */
export async function measureAll(
  metrics: readonly Metric[],
  contextOf: (metric: Metric) => MetricContext,
  signal: AbortSignal,
): Promise<readonly Measurement[]> {
  const results: Measurement[] = []
  for (const metric of metrics) {
    // Ctrl-C is heard between two turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
    for (const measured of await metric.measure(contextOf(metric))) results.push(distinct(measured, results))
  }
  const broken = results.find(({ value }) => !Number.isFinite(value))
  if (broken === undefined) return results
  throw new HourglassError('diverged', `the measured ${broken.name} is ${broken.value}`, {
    expected: 'a finite number',
    remedy: 'a smaller learningRate, or a look at the data: the parameters are no longer good for anything',
  })
}

function distinct(measurement: Measurement, before: readonly Measurement[]): Measurement {
  const { name, label } = measurement
  const times = before.filter((other) => other.name === name || other.name.startsWith(`${name} `)).length + 1
  return times === 1 ? measurement : { ...measurement, name: `${name} ${times}`, label: `${label} [${times}]` }
}
