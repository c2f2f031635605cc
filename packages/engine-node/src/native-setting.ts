/** Whether the user has switched the native engine off with `HOURGLASS_NATIVE=off`: then nothing is tried or loaded. */
export function nativeIsOff(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment['HOURGLASS_NATIVE']?.trim().toLowerCase() === 'off'
}
