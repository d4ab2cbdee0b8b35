import { signer, stones } from './typst-parts.ts';

/**
 * The certificate in Typst: a landscape page to frame, then what was demonstrated, or the pieces of a stack award. Everything that
 * people wrote comes as data (`sys.inputs.data`, JSON) and is placed as text; none of it is ever part of this source, so none of
 * it runs.
 */
export const certificateTemplate = String.raw`
#let award = json(bytes(sys.inputs.data))
${stones}#let stone = stones.at(award.palette, default: stones.teal)
#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")
#let hair = rgb("#cfc6b8")

#set document(title: award.documentTitle, author: award.issuer, date: datetime(..award.date))
#set text(font: "Libertinus Serif", size: 11pt, fill: ink, lang: "en", hyphenate: false, costs: (runt: 600%))
#set par(leading: 0.62em, spacing: 0pt, linebreaks: "optimized")
#set block(spacing: 0pt)

#let border = {
  place(top + left, dx: 9mm, dy: 9mm, rect(width: 100% - 18mm, height: 100% - 18mm, stroke: 0.6pt + hair))
  place(top + left, dx: 9mm, dy: 9mm, rect(width: 5mm, height: 100% - 18mm, fill: stone))
}
#set page(paper: award.paper, flipped: true, margin: (left: 28mm, right: 23mm, top: 20mm, bottom: 18mm), background: border)
#show heading: set text(weight: "regular")
#show heading: set block(above: 0pt, below: 0pt)

// As large as it goes into so many lines of this width: a long name stays whole.
#let fitted(sizes, lines, body) = layout(size => {
  let at(points) = {
    set par(leading: 0.36em)
    text(size: points, body)
  }
  let fits(points) = {
    let taken = measure(at(points), width: size.width)
    taken.height <= lines * points * 1.1 and taken.width <= size.width
  }
  let chosen = sizes.filter(fits)
  at(if chosen.len() > 0 { chosen.first() } else { sizes.last() })
})

#let fact(label, value) = {
  block(text(size: 9pt, fill: quiet, label))
  v(1.6mm)
  block(text(size: 11.5pt, value))
}

${signer}
#show heading.where(level: 1): it => fitted((44pt, 40pt, 36pt, 32pt, 28pt, 24pt, 20pt, 16pt, 12pt), 2, it.body)
#show heading.where(level: 2): it => fitted((27pt, 24pt, 21pt, 19pt, 16pt, 13pt), 2, it.body)
#show heading.where(level: 3): set text(size: 12pt, fill: stone)

#grid(
  columns: (70mm, 1fr), column-gutter: 16mm, rows: (1fr, auto), row-gutter: 6mm,
  {
    v(1fr)
    image(bytes(award.tile), format: "svg", width: 70mm, alt: award.tileAlt)
    v(1fr)
  },
  {
    v(1fr)
    block(text(fill: stone, fitted((13pt, 12pt, 11pt, 10pt), 1, award.issuer + " certifies that")))
    v(6mm)
    heading(level: 1, award.name)
    v(6mm)
    block(text(size: 13pt, fill: quiet, award.joint))
    v(4.5mm)
    heading(level: 2, award.title)
    v(6mm)
    block(width: 130mm, fitted((11.5pt, 10.5pt, 9.5pt), 6, award.statement))
    v(1fr)
    if award.signers.len() > 0 {
      grid(columns: (1fr,) * calc.max(2, award.signers.len()), column-gutter: 8mm, ..award.signers.map(signer))
      v(2mm)
    }
  },
  grid.cell(colspan: 2, {
    line(length: 100%, stroke: 0.5pt + hair)
    v(4mm)
    grid(
      columns: (1fr, 72mm, 19mm), column-gutter: 7mm, align: top,
      {
        grid(
          columns: (auto,) * award.facts.len(), column-gutter: 10mm,
          ..award.facts.map(it => fact(it.label, it.value)),
        )
        if award.provider != "" {
          v(3mm)
          block(text(size: 9pt)[#text(fill: quiet)[Provider number] #award.provider])
        }
      },
      {
        set align(right)
        fact("Verify this award at", link(award.address, text(size: 9.5pt, award.addressText)))
        if award.at("lacksLetters", default: false) {
          v(1.6mm)
          text(size: 8.5pt, fill: quiet)[Some letters are in none of the fonts here. That page shows them.]
        }
      },
      image(bytes(award.qr), format: "svg", width: 19mm, alt: award.qrAlt),
    )
  }),
)

#pagebreak()

#if award.pieces.len() > 0 {
  heading(level: 2)[What it is made of]
  v(4mm)
  block(width: 170mm, text(fill: quiet)[Each of these awards was judged by itself, and can be verified by itself.])
  v(2.5mm)
  text(size: 8pt, fill: quiet, award.version)
  v(6mm)
  table(
    columns: (1fr, auto, auto), inset: (x, _) => (left: if x == 0 { 0mm } else { 8mm }, right: 0mm, y: 2.4mm), stroke: (_, y) => (bottom: 0.4pt + hair),
    table.header([Award], [Awarded], [Verify at]),
    ..award.pieces.map(it => (it.title, it.awarded, link(it.address, text(size: 9pt, it.address)))).flatten(),
  )
} else {
  heading(level: 2)[What was demonstrated]
  v(4mm)
  block(width: 170mm, text(fill: quiet)[An assessor found every one of these look-fors demonstrated in evidence from the earner’s own work.])
  v(2.5mm)
  text(size: 8pt, fill: quiet, award.version)
  v(6mm)
  set text(size: 9.5pt)
  let guide(it) = block(breakable: it.lookFors.len() > 8, above: 5.5mm, {
    block(sticky: true, below: 2.8mm, heading(level: 3, it.title))
    list(marker: text(fill: stone, sym.square.filled.tiny), spacing: 2.4mm, body-indent: 2.5mm, ..it.lookFors.map(it => text(it)))
  })
  if award.split == none {
    columns(2, gutter: 12mm, award.guides.map(guide).join())
  } else if award.split == 0 {
    block(width: 170mm, award.guides.map(guide).join())
  } else {
    grid(
      columns: (1fr, 1fr), column-gutter: 12mm,
      award.guides.slice(0, award.split).map(guide).join(),
      award.guides.slice(award.split).map(guide).join(),
    )
  }
}
`;
