import type { NativeReport } from './inspect-native.js'
import { hasFastProducts } from './machine.js'

/** What the user can do about the findings, most useful first. */
export function adviceFor(report: Omit<NativeReport, 'advice'>): string[] {
  switch (report.state) {
    case 'off':
      return ['The native engine is switched off: unset HOURGLASS_NATIVE to use it.']
    case 'no-package':
      return [
        '@tensorflow/tfjs-node is not installed: `npm install --ignore-scripts @tensorflow/tfjs-node` beside Hourglass, then `hourglass doctor --fix`.',
      ]
    case 'no-library':
      return [...missing(report), ...needs(report)]
    case 'broken':
      return [`The native library does not work: ${report.probe?.reason}.`, 'Run `hourglass doctor --fix`.']
    default:
      return tuning(report)
  }
}

function missing({ lastTry, cache }: Omit<NativeReport, 'advice'>): string[] {
  const fix = cache.prepared
    ? 'The native library is prepared and need only be linked: run `hourglass doctor --fix`.'
    : 'The native library is not installed: run `hourglass doctor --fix`. Until then the wasm engine does the work.'
  if (lastTry?.outcome !== 'failed') return [fix]
  return [fix, `The last try, on ${lastTry.date.slice(0, 10)}, failed: ${lastTry.reason}.`]
}

/** Only what the fallback needs: where tfjs-node's own download site answers, none of it is. */
function needs({ platform, arch, glibc, compiler, pip, python, cache }: Omit<NativeReport, 'advice'>): string[] {
  if (cache.prepared) return []
  if (platform !== 'linux' || arch !== 'x64') {
    return [`On ${platform} ${arch} only tfjs-node's own download can install it: it needs storage.googleapis.com.`]
  }
  if (glibc === undefined)
    return ['This Linux has no glibc (Alpine?), which the library needs: wasm is the engine here.']
  const advice: string[] = []
  if (compiler === undefined)
    advice.push('No C++ compiler was found; where the download fails one is needed: install g++.')
  if (pip === undefined) {
    const what = python === undefined ? 'python3 with pip' : 'pip for python3'
    advice.push(`Where the download fails, ${what} is needed, and was not found: install python3-pip.`)
  }
  return advice
}

function tuning({ processor, threads }: Omit<NativeReport, 'advice'>): string[] {
  const advice: string[] = []
  const { available, intraOp } = threads
  if (Number(intraOp) > available) {
    advice.push(
      `TF_NUM_INTRAOP_THREADS=${intraOp} is more than the ${available} processors there are: lower or unset it.`,
    )
  }
  if (hasFastProducts(processor) === true)
    advice.push('This processor multiplies in bf16: --precision fast makes large layers faster and less exact.')
  return advice
}
