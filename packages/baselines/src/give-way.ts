/** Lets others have their turn, so that a Ctrl-C is heard. @throws the signal's reason, where it is aborted */
export async function giveWay(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  signal?.throwIfAborted()
}
