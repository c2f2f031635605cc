import { mnist10k } from '@hourglass/datasets'
import { fit } from '@hourglass/training'

/** Seconds of each epoch by the real loop, pipeline included, from bytes on. */
export async function epochsOf(engine, { batch }, { descent, ruleOf }, initial, { count }) {
  const { train } = await mnist10k({ seed: 0 }).load()
  const key = engine.random.key('epochs')
  const { signal } = new AbortController()
  const seconds = []
  const rule = ruleOf()
  const options = { engine, rule, descent, train, epochs: count, batch, key, signal, afterEpoch: () => ({}) }
  for await (const progress of fit(options, initial)) if (progress.kind === 'epoch') seconds.push(progress.seconds)
  return { seconds, examples: train.size }
}
