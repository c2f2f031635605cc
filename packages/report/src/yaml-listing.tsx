import { Fragment } from 'preact'

/** The resolved experiment as it is, keys and comments set apart by colour. */
export function YamlListing({ yaml }: { yaml: string }) {
  const lines = yaml.replace(/\s+$/, '').split(/\r?\n/)
  return (
    <pre class="card yaml">
      <code>
        {lines.map((line, index) => (
          <Fragment>
            {index > 0 && '\n'}
            <YamlLine line={line} />
          </Fragment>
        ))}
      </code>
    </pre>
  )
}

function YamlLine({ line }: { line: string }) {
  if (/^\s*#/.test(line)) return <span class="comment">{line}</span>
  const [, indent, key, rest] = /^([\s-]*)([\w.$-]+:)(?=\s|$)(.*)$/.exec(line) ?? []
  if (key === undefined) return <>{line}</>
  return (
    <>
      {indent}
      <span class="key">{key}</span>
      {rest}
    </>
  )
}
