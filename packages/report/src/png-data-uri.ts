const CHUNK = 0x8000

/** `data:image/png;base64,…`, so that the page needs no second file. Works in Node and in browsers. */
export function pngDataUri(png: Uint8Array): string {
  let binary = ''
  // In pieces: a call takes only so many arguments.
  for (let start = 0; start < png.length; start += CHUNK)
    binary += String.fromCharCode(...png.subarray(start, start + CHUNK))
  return `data:image/png;base64,${btoa(binary)}`
}
