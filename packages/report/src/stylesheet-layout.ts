/** The parts of the page, from the top to the bottom; then narrow screens; then paper. */
export const LAYOUT = `
main{max-width:1128px;margin:0 auto;padding:2.5rem 1.5rem 1rem}
section{margin-top:2.5rem}
.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;box-shadow:var(--shadow);padding:1rem 1.25rem}
.scroll{overflow-x:auto}

.eyebrow{display:flex;align-items:center;gap:.4rem;font-weight:650;letter-spacing:-.01em}
.eyebrow span{color:var(--muted);font-weight:400}
.mark{margin-left:-3px}
h1{margin-top:1.1rem}
.lead{margin-top:.6rem;max-width:46rem;font-size:1.08rem;color:var(--muted)}
.meta{display:flex;flex-wrap:wrap;gap:.3rem 1.75rem;margin-top:1rem;font-size:.9rem}
.meta div{display:flex;gap:.45rem}
.meta dt{color:var(--muted)}

.headline{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,190px),1fr));gap:1rem;margin-top:1.75rem}
.headline .card{display:grid;grid-row:span 2;grid-template-rows:subgrid;gap:.2rem}
.headline dt{font-size:.9rem;color:var(--muted)}
.headline .value{font-size:2.1rem;line-height:1.25;font-weight:650;letter-spacing:-.025em;font-variant-numeric:tabular-nums}
.headline .unit{color:var(--muted)}
.headline .better{display:block;font-size:.8rem;color:var(--muted)}

.result{width:100%;overflow-wrap:break-word}
.result caption{caption-side:bottom;text-align:left;font-size:.88rem;color:var(--muted);padding:.8rem .6rem .1rem}
.result th,.result td{padding:.55rem .6rem;border-top:1px solid var(--rule);vertical-align:baseline;min-width:5rem}
.result td{text-align:right;white-space:nowrap}
.result thead>tr>*{border-top:0;color:var(--muted);font-size:.88rem;text-align:right;vertical-align:bottom}
tr.emphasis>*,td.emphasis{background:var(--tint);font-weight:650}
.result tr.emphasis>:first-child{box-shadow:inset 3px 0 var(--accent)}

.matrices{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}
.matrices .card{max-width:100%}
.matrix{font-size:.86rem}
.matrix caption{text-align:left;padding-bottom:.6rem}
.matrix caption strong,.matrix caption span{display:block}
.matrix caption span{color:var(--muted)}
.matrix th,.matrix td{padding:.22rem .45rem;text-align:right;white-space:nowrap}
.matrix td{min-width:2.5rem;border:1px solid var(--card)}
.matrix th{color:var(--muted)}
.matrix thead th[colspan]{text-align:center}
.matrix td.zero{color:var(--muted)}
.matrix td.shaded{background:color-mix(in srgb,var(--train) var(--shade),transparent)}
.matrix td.shaded.apart{background:color-mix(in srgb,var(--validation) var(--shade),transparent)}

.notes{margin-top:1rem;padding:.1rem 0 .1rem 2rem;border-left:3px solid var(--rule);color:var(--muted);font-size:.94rem}
.notes li+li{margin-top:.25rem}

.gallery{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}
.picture.wide,.picture.lone{grid-column:1/-1}
.picture{display:flex;flex-direction:column;gap:.9rem}
.picture.lone{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.6fr);gap:1.5rem}
.picture figcaption p{color:var(--muted);font-size:.92rem;margin-top:.15rem;max-width:48rem}
.image.labelled{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.8rem}
.image img{display:block;width:100%;height:auto}
.row-labels{display:grid;grid-auto-rows:minmax(0,1fr);align-items:center;list-style:none;
font-size:.85rem;line-height:1.15;color:var(--muted);max-width:7rem;text-align:right;height:0;min-height:100%}
.row-labels li{max-height:100%;overflow:hidden}

.field .legend{gap:.1rem 1rem;margin-top:.7rem}
.field .remark{margin-top:.7rem;font-size:.82rem}
.dot{display:inline-block;width:.45em;height:.45em;border-radius:50%;background:var(--muted);margin-right:.4em;
vertical-align:.1em}

.scatter .dot{width:.65em;height:.65em;vertical-align:0}
.cross{font-style:normal;font-weight:700;color:var(--ink);margin-right:.3em}
.group-label{font-size:15px;font-weight:700;fill:var(--ink);stroke:var(--card);stroke-width:4px;stroke-linejoin:round;
paint-order:stroke}

.stage+.stage{margin-top:2rem}
.stage h4{margin-top:1.2rem}
.facts{color:var(--muted);font-size:.92rem;margin-bottom:.8rem}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:1rem}
.curve{padding:.85rem 1rem .7rem}
.curves.one .curve{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2.2fr);gap:.3rem 1.5rem}
.curves.one .legend{display:block}
.curves.one .legend>span{display:block}
.curves.one .remark{grid-column:1/-1}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.85rem;color:var(--muted);align-items:center;
font-variant-numeric:tabular-nums}
.swatch{display:inline-block;width:1.1em;height:0;border-top:3px solid;border-radius:2px;margin-right:.4em;vertical-align:.25em}
.swatch.train{border-color:var(--train)}
.swatch.validation{border-color:var(--validation)}
.swatch.third,.swatch.fourth{border-color:var(--muted);border-top-style:dashed}
.swatch.fourth{border-top-style:dotted}
.axis{font-size:.82rem;color:var(--muted)}
.axis.below{text-align:center}
.plot svg{display:block;width:100%;height:100%;overflow:visible}
.remark{font-size:.82rem;color:var(--muted)}

details{margin-top:.8rem;font-size:.9rem}
summary{cursor:pointer;color:var(--accent)}
.epochs{margin-top:.6rem;font-size:.86rem}
.epochs th,.epochs td{padding:.2rem .8rem;text-align:right;border-top:1px solid var(--rule);white-space:nowrap}
.epochs thead>tr>*{border-top:0;color:var(--muted)}

pre.card{overflow-x:auto;white-space:pre-wrap;line-height:1.6}
.command{border-left:3px solid var(--accent)}
.yaml .key{color:var(--key)}
.yaml .comment{color:var(--muted)}
.columns{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.5rem;align-items:start}
.timings>div{display:grid;grid-template-columns:minmax(0,9rem) minmax(0,1fr) auto;gap:.8rem;align-items:center;
padding:.25rem 0;font-size:.92rem}
.bar{display:block;height:.55rem;min-width:2px;border-radius:3px;background:var(--train);
print-color-adjust:exact;-webkit-print-color-adjust:exact}
.seconds{font-variant-numeric:tabular-nums;text-align:right;min-width:4.5rem}
.environment{width:100%;font-size:.92rem}
.environment th,.environment td{padding:.22rem 0;vertical-align:baseline}
.environment th{color:var(--muted);padding-right:1rem;width:38%}
.environment .group{color:var(--ink);font-weight:650;padding-top:.7rem;width:auto}
.environment tr:first-child .group{padding-top:0}
footer{max-width:1128px;margin:0 auto;padding:1rem 1.5rem 2.5rem;color:var(--muted);font-size:.82rem}

@media screen and (max-width:760px){
main{padding:1.5rem 1rem .5rem}
footer{padding:1rem 1rem 2rem}
.card{padding:.85rem 1rem}
.headline{grid-template-columns:repeat(2,minmax(0,1fr));gap:.6rem}
.headline .value{font-size:1.6rem}
.gallery,.columns,.picture.lone{grid-template-columns:minmax(0,1fr)}
.curves,.curves.one .curve{grid-template-columns:minmax(0,1fr)}
.one .plot text{font-size:19px!important}
.two .plot text{font-size:15px!important}
.field .plot text{font-size:18px!important}
.image.labelled{gap:.45rem}
.row-labels{max-width:5rem;font-size:.66rem}
.result{font-size:.9rem}
.matrix{font-size:.74rem}
.matrix th,.matrix td{padding:.2rem .22rem;min-width:1.7rem}
.result th,.result td{padding:.5rem .35rem;min-width:3.6rem}
}
@media print{
@page{margin:14mm}
html{font-size:9.5pt}
body{font-size:1rem;background:none}
section{margin-top:1.6rem}
.headline{grid-template-columns:repeat(auto-fit,minmax(7rem,1fr))}
.headline .value{font-size:1.5rem}
.curves{grid-template-columns:repeat(3,minmax(0,1fr))}
.curves.two{grid-template-columns:repeat(2,minmax(0,1fr))}
.curves.one{grid-template-columns:minmax(0,1fr)}
.plot text{font-size:16px!important}
main,footer{max-width:none;padding:0}
footer{margin-top:1rem}
.card{box-shadow:none}
.card,tr{break-inside:avoid}
.yaml,.environment{break-inside:auto}
pre.yaml{break-inside:auto}
h2,h3,h4,.facts{break-after:avoid}
details{display:none}
tr.emphasis>*,td.emphasis,.matrix td{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
