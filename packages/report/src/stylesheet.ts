import { classColours, DARK_CLASSES, LIGHT_CLASSES } from './scatter-palette.js'
import { LAYOUT } from './stylesheet-layout.js'

/**
 * The colours: paper and sand. Print takes the light ones whatever the screen has. `--train` and `--validation` differ
 * in lightness too, for readers and printers without colour.
 */
const COLOURS = `
:root{color-scheme:light dark;--paper:#faf8f4;--card:#fff;--ink:#1c2230;--muted:#666d7a;--rule:#e6e1d8;--accent:#b35c00;
--tint:#fdf3e3;--train:#1f5fa8;--validation:#e08600;--key:#1f5fa8;--shadow:0 1px 2px #1c223010;
${classColours(LIGHT_CLASSES)}}
@media screen and (prefers-color-scheme:dark){:root{--paper:#13161c;--card:#1b1f28;--ink:#e9e6e0;--muted:#9ba3b0;
--rule:#2e3440;--accent:#f2b25c;--tint:#2b2519;--train:#6fb1f4;--validation:#f7b955;--key:#8fc1f5;--shadow:none;
${classColours(DARK_CLASSES)}}}
`

const TEXT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:anywhere;
font:16px/1.5 Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
code,pre{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
h1,h2,h3,h4,p,dl,dd,figure,pre,ul,ol{margin:0;padding:0}
h1{font-size:clamp(1.8rem,5vw,2.6rem);line-height:1.15;letter-spacing:-.02em}
h2{font-size:1.2rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .8rem}
h3{font-size:1rem}
h4{font-size:.94rem}
a{color:var(--accent)}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th{font-weight:inherit;text-align:left}
`

/** All of the page's style, for one style element. */
export const STYLESHEET = (COLOURS + TEXT + LAYOUT).replaceAll('\n', '')
