import { signer, stones } from './typst-parts.ts';

/** The transcript in Typst: issuer by issuer, in its colour and with its signatures. `sys.inputs.data` is JSON and is placed as text. */
export const transcriptTemplate = String.raw`
#let data = json(bytes(sys.inputs.data))
${stones}#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")
#let hair = rgb("#cfc6b8")
#set document(title: data.documentTitle, date: datetime(..data.date))
#set text(font: "Libertinus Serif", size: 10.5pt, fill: ink, lang: "en", hyphenate: false)
#set page(
  paper: data.paper, margin: (x: 22mm, y: 24mm),
  footer: context {
    set text(size: 9pt, fill: quiet)
    grid(columns: (1fr, auto), data.name, [Page #counter(page).display() of #counter(page).final().first()])
  },
)
#set par(leading: 0.6em)
#show heading: set text(weight: "regular")
${signer}
#text(fill: quiet)[Transcript of awards]
#v(2mm)
#text(size: 24pt, heading(level: 1, data.name))
#v(1mm)
#text(size: 12pt, fill: quiet, data.period)
#v(4mm)
#if data.groups.len() == 0 [There are no awards in this period.]
#for group in data.groups {
  let stone = stones.at(group.palette, default: stones.teal)
  block(sticky: true, above: 6mm, below: 3mm, grid(
    columns: (4mm, 1fr), column-gutter: 3mm, align: horizon,
    rect(width: 4mm, height: 8mm, fill: stone),
    text(fill: stone, size: 16pt, heading(level: 2, group.issuer)),
  ))
  table(
    columns: (32mm, 1fr, auto, 21mm), align: (left, left, right, right),
    inset: (x, _) => (left: if x == 0 { 0mm } else { 4mm }, right: 0mm, y: 2.6mm),
    stroke: (_, y) => (bottom: 0.4pt + if y == 0 { stone } else { hair }),
    table.header([Awarded], [Award], [Hours], [Verify]),
    ..group.awards.map(it => (
      it.awarded,
      block(breakable: false, {
        block(below: 1.6mm, text(size: 12pt, it.title))
        block(below: 1.6mm, text(fill: quiet, it.kind + if it.ends != "" { ", " + it.ends }))
        block(link(it.address, text(size: 8.5pt, it.address)))
      }),
      it.hours,
      image(bytes(it.qr), format: "svg", width: 17mm, alt: it.qrAlt),
    )).flatten(),
  )
  block(breakable: false, above: 3mm, below: 4mm, {
    block(text(fill: quiet)[#group.total, of #group.issuer.])
    if group.signers.len() > 0 {
      set par(spacing: 0pt)
      set block(spacing: 0pt)
      v(4mm)
      block(text(size: 9pt, fill: quiet)[For #group.issuer])
      grid(columns: (1fr,) * calc.max(3, group.signers.len()), column-gutter: 8mm, ..group.signers.map(signer))
    }
  })
}
#if data.total != "" { block(above: 4mm, data.total) }
#v(2mm)
#text(size: 9pt, fill: quiet, data.made)
#if data.at("lacksLetters", default: false) {
  text(size: 9pt, fill: quiet)[ Some letters are in none of the fonts here. The pages at these addresses show them.]
}
`;
