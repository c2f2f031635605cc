import type { VNode } from 'preact'

/** CSS pixels. */
export const CHART_HEIGHT = 220
/** Widths of one chart, of each of two, of each of three or more: about as wide as a large screen shows them. */
const WIDTHS = [640, 480, 360]

interface ChartGridProps<Item> {
  readonly items: readonly Item[]
  /** The card of one item, its picture `width` CSS pixels wide. */
  chart(item: Item, width: number, place: number): VNode
}

/** Charts beside each other; one alone has its caption at its side. */
export function ChartGrid<Item>({ items, chart }: ChartGridProps<Item>) {
  const width = WIDTHS[items.length - 1] ?? WIDTHS.at(-1)!
  return (
    <div class={['curves one', 'curves two'][items.length - 1] ?? 'curves'}>
      {items.map((item, place) => chart(item, width, place))}
    </div>
  )
}
