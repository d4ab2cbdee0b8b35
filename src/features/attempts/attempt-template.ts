/**
 * An attempt in Typst. Everything that people wrote comes as data (`sys.inputs.data`, JSON) and is placed as text; none
 * of it is ever part of this source, so none of it runs.
 */
export const attemptTemplate = String.raw`
#let attempt = json(bytes(sys.inputs.data))
#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")
#let hair = rgb("#cfc6b8")

#set document(title: attempt.documentTitle, author: attempt.earner, date: datetime(..attempt.date))
#set text(font: "Libertinus Serif", size: 10.5pt, fill: ink, lang: "en")
#set par(leading: 0.7em, spacing: 1.1em)
#set page(
  paper: attempt.paper, margin: (x: 26mm, top: 24mm, bottom: 24mm),
  footer: context {
    set text(size: 8.5pt, fill: quiet)
    grid(columns: (1fr, auto), attempt.runningTitle, counter(page).display("1 of 1", both: true))
  },
)
#show heading: set text(weight: "regular")
#show heading.where(level: 1): set text(size: 22pt)
#show heading.where(level: 2): it => { v(6mm); line(length: 100%, stroke: 0.5pt + hair); v(1mm); text(size: 15pt, it.body); v(1mm) }
#show heading.where(level: 3): set text(size: 12.5pt)
#show heading.where(level: 4): set text(size: 11pt, style: "italic")
#show link: set text(fill: rgb("#1d5a63"))

#let run(it) = {
  if it.type == "break" { linebreak() }
  else if it.type == "note" { super(it.label) }
  else {
    let body = text(it.text)
    if it.at("strong", default: false) { body = strong(body) }
    if it.at("emphasis", default: false) { body = emph(body) }
    if "href" in it { body = link(it.href, body) }
    body
  }
}
#let runs(children) = children.map(run).join()

#let node(it) = {
  if it.type == "paragraph" { par(runs(it.children)) }
  else if it.type == "heading" { block(above: 1.4em, below: 0.8em, text(weight: "bold", runs(it.children))) }
  else if it.type == "quote" { block(inset: (left: 4mm), stroke: (left: 1.5pt + hair), it.children.map(node).join()) }
  else if it.type == "list" {
    let items = it.items.map(item => item.map(node).join())
    if it.start == none { list(..items) } else { enum(start: it.start, ..items) }
  }
  else if it.type == "table" {
    let (head, ..rest) = it.rows
    table(
      columns: head.len(), stroke: 0.4pt + hair, inset: 5pt,
      table.header(..head.map(cell => strong(runs(cell)))),
      ..rest.map(row => row.map(runs)).flatten(),
    )
  }
  else if it.type == "rule" { line(length: 100%, stroke: 0.4pt + hair) }
  else if it.type == "note" { text(size: 9pt, [#super(it.label) #runs(it.children)]) }
}

#text(size: 11pt, fill: quiet, attempt.issuer)
#heading(level: 1, attempt.title)
#text(size: 13pt, attempt.subtitle)
#v(4mm)
#grid(
  columns: (32mm, 1fr), row-gutter: 2.4mm, column-gutter: 4mm,
  ..attempt.facts.map(fact => (text(fill: quiet, fact.label), text(fact.value))).flatten(),
)
#if attempt.at("lacksLetters", default: false) {
  v(2mm)
  text(size: 9.5pt, fill: quiet)[Some letters are in none of the fonts here. The attempt on its page, and in its evidence pack, shows them.]
}

#for part in attempt.parts {
  heading(level: 2, part.title)
  if part.ai != none { par(text(fill: quiet, part.ai)) }
  for requirement in part.requirements {
    heading(level: 3, requirement.title)
    for one in requirement.agreed {
      block(inset: (left: 4mm), stroke: (left: 1.5pt + hair))[
        #one.title
        #for line in one.lines { par[#text(size: 9pt, fill: quiet, line.label) \ #line.text] }
      ]
    }
    for piece in requirement.pieces {
      heading(level: 4, piece.label)
      if piece.pointers.len() > 0 { list(marker: text(fill: quiet, sym.arrow.r), ..piece.pointers.map(it => text(it))) }
      piece.blocks.map(node).join()
    }
    for one in requirement.confirmed {
      block(inset: (left: 4mm), stroke: (left: 1.5pt + hair))[#one.statement \ #text(size: 9pt, fill: quiet, one.by)]
    }
  }
}

#if attempt.files.len() > 0 {
  heading(level: 2, "Files and links")
  set text(size: 9pt)
  table(
    columns: (1fr, auto), stroke: none, inset: (x: 0pt, y: 3pt),
    table.header([*Name and SHA-256*], [*Size*]),
    ..attempt.files.map(file => ([#file.name \ #text(size: 7.5pt, fill: quiet, file.detail)], file.size)).flatten(),
  )
}
`;
