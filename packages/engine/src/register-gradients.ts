/**
 * Makes every operation's gradient known to the tensor library. Its core registers none in Node, and has no entry point
 * of its own for them there; the smallest package that registers all is tfjs-layers, of which nothing else is used.
 */
export async function registerGradients(): Promise<void> {
  await import('@tensorflow/tfjs-layers')
}
