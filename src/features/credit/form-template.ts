/** One page of labelled fields, then who stands behind them. `sys.inputs.data` is JSON and is placed as text. */
export const formTemplate = String.raw`
#let data = json(bytes(sys.inputs.data))
#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")
#let hair = rgb("#cfc6b8")
#set document(title: data.documentTitle, author: data.provider, date: datetime(..data.date))
#set text(font: "Libertinus Serif", size: 11pt, fill: ink, lang: "en", hyphenate: false)
#set page(paper: data.paper, margin: (x: 24mm, y: 24mm))
#set par(leading: 0.62em)
#show heading: set text(weight: "regular")

#text(fill: quiet, data.jurisdiction)
#v(2mm)
#text(size: 25pt, heading(level: 1, data.title))
#v(2mm)
#text(fill: quiet)[Provider:] #data.provider
#v(6mm)
#line(length: 100%, stroke: 0.6pt + hair)
#for field in data.fields {
  block(breakable: false, above: 4mm, below: 4mm, grid(
    columns: (46mm, 1fr), column-gutter: 6mm,
    text(fill: quiet, field.label), text(size: 12pt, field.value),
  ))
  line(length: 100%, stroke: 0.4pt + hair)
}
#v(5mm)
#heading(level: 2, text(size: 14pt, data.howTitle))
#v(1mm)
#data.how
#if data.award != "" [
  #v(2mm)
  The award can be verified at #link(data.award, data.award).
]
#v(5mm)
#data.counts
#if data.warning != "" {
  v(3mm)
  block(inset: (left: 4mm), stroke: (left: 2pt + ink), data.warning)
}
#if data.approval != "" {
  v(3mm)
  block(inset: (left: 4mm), stroke: (left: 2pt + hair), data.approval)
}
#v(1fr)
#set text(size: 9pt, fill: quiet)
#line(length: 100%, stroke: 0.4pt + hair)
#v(2mm)
#data.basis
#for source in data.sources { block(above: 2mm, source) }
#block(above: 2mm, data.ask)
#if data.at("lacksLetters", default: false) {
  block(above: 2mm)[Some letters are in none of the fonts here. The claim on the site shows them.]
}
`;
