/**
 * Ten colours on a light and ten on a dark card, found by a search for those that are farthest from each other to every
 * reader, red-, green- and blue-blind ones included; `scatter-palette.test.ts` holds them to it. Further groups begin
 * again: what tells them apart is the label upon each.
 */
export const LIGHT_CLASSES = [
  ...['#0700da', '#cf7125', '#0dad99', '#c51055', '#c8ba09'],
  ...['#b55bff', '#791c00', '#a4b3fd', '#611880', '#646da3'],
] as const

export const DARK_CLASSES = [
  ...['#046cff', '#f6b09a', '#1a7f05', '#c703b6', '#b2f411'],
  ...['#929fff', '#bc7386', '#5fe4fc', '#ffffcc', '#a2a418'],
] as const

/** The custom property of the page that holds a group's colour. */
export function classColour(place: number): string {
  return `var(--class-${place % LIGHT_CLASSES.length})`
}

/** Declarations of those custom properties. */
export function classColours(colours: readonly string[]): string {
  return colours.map((colour, place) => `--class-${place}:${colour}`).join(';')
}
