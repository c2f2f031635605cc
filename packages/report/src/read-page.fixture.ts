import { type DefaultTreeAdapterTypes as Tree, parse } from 'parse5'

/** All elements in a node, itself included, in their order on the page. */
export function elements(node: Tree.Node): Tree.Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elements) : []
  return 'tagName' in node ? [node, ...children] : children
}

/** What a reader reads in a node. */
export function text(node: Tree.Node): string {
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(text).join('') : ''
}

interface Page {
  /** Codes of the HTML standard's parse errors. */
  readonly errors: readonly string[]
  readonly all: readonly Tree.Element[]
  named(name: string): Tree.Element[]
  attribute(element: Tree.Element, name: string): string | undefined
  texts(name: string): string[]
}

/** A page as a browser's parser sees it. */
export function read(html: string): Page {
  const errors: string[] = []
  const all = elements(parse(html, { onParseError: ({ code }) => errors.push(code) }))
  const named = (name: string) => all.filter(({ tagName }) => tagName === name)
  const attribute = (element: Tree.Element, name: string) => element.attrs.find((attr) => attr.name === name)?.value
  return { errors, all, named, attribute, texts: (name: string) => named(name).map(text) }
}
