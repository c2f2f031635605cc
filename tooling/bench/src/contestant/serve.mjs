// The side of a contestant in Node: answers requests, and times what it is asked to repeat.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * @param contestant { setUp(request) → what to tell, step() → the loss, multiply(), epochs?(request) → seconds of each }
 */
export function serve(contestant) {
  // Libraries greet on stdout, which is ours.
  console.log = console.error
  const answers = {
    'set-up': (request) => contestant.setUp(request),
    steps: (request) => repeat(request, () => contestant.step()),
    products: (request) => repeat(request, () => contestant.multiply()),
    epochs: (request) => contestant.epochs(request),
    memory: () => ({ bytes: peakMemory() }),
  }
  createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const request = JSON.parse(line)
      try {
        reply(await answers[request.do](request))
      } catch (error) {
        const message = `${error.message}${error.remedy === undefined ? '' : `; ${error.remedy}`}`
        reply(error.code === 'native-unavailable' ? { skipped: message } : { error: message })
        console.error(error)
      }
    })
    .on('close', () => process.exit())
}

/** Milliseconds of each call and what it gave: `count` calls, or as many as begin within `seconds`. */
function repeat({ count = 1, seconds = 0 }, action) {
  const times = []
  const values = []
  const until = performance.now() + 1000 * seconds
  while (times.length < count || performance.now() < until) {
    const began = performance.now()
    values.push(action())
    times.push(performance.now() - began)
  }
  return { times, values }
}

function peakMemory() {
  try {
    // Exact for this process alone; what `resourceUsage` tells may be its parent's.
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {
    return 1024 * process.resourceUsage().maxRSS
  }
}

function reply(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
