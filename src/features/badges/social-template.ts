/**
 * What other sites show of an award that somebody shares: 1,200 × 630 points, of which each becomes a pixel. As in the certificate,
 * everything that people wrote comes as data and is placed as text.
 */
export const socialTemplate = String.raw`
#let award = json(bytes(sys.inputs.award))
#let stones = (
  teal: rgb("#1d5a63"), ochre: rgb("#8a5f12"), terracotta: rgb("#97452a"), lapis: rgb("#2c4a8a"), olive: rgb("#5a6328"),
)
#let stone = stones.at(award.palette, default: stones.teal)
#let ink = rgb("#2a231d")
#let quiet = rgb("#675d53")

#set page(
  width: 1200pt, height: 630pt, margin: (x: 72pt, y: 60pt), fill: rgb("#fbf7ee"),
  background: place(left + top, rect(width: 18pt, height: 100%, fill: stone)),
)
#set text(font: "Libertinus Serif", size: 30pt, fill: ink, lang: "en", hyphenate: false)
#set par(leading: 0.4em, spacing: 0pt)
#set block(spacing: 0pt)

// As large as it goes into so many lines of this width; at the smallest size what is too long is cut off.
#let fitted(sizes, lines, body) = layout(size => {
  let at(points) = {
    set par(leading: 0.32em)
    text(size: points, body)
  }
  let height(points) = lines * points * 1.15
  let chosen = sizes.filter(points => measure(at(points), width: size.width).height <= height(points))
  let points = if chosen.len() > 0 { chosen.first() } else { sizes.last() }
  block(width: 100%, height: if chosen.len() > 0 { auto } else { height(points) }, clip: chosen.len() == 0, align(top, at(points)))
})

#grid(
  columns: (390pt, 1fr), column-gutter: 60pt, rows: (1fr, auto),
  align(horizon, image(bytes(award.tile), format: "svg", width: 390pt)),
  align(horizon, {
    fitted((27pt, 23pt, 20pt), 2, text(fill: stone, award.issuer))
    v(30pt)
    fitted((68pt, 60pt, 52pt, 44pt, 38pt, 32pt, 27pt, 23pt), 2, award.name)
    v(30pt)
    text(size: 26pt, fill: quiet, award.joint)
    v(24pt)
    fitted((44pt, 39pt, 34pt, 30pt, 26pt, 22pt), 3, award.title)
  }),
  grid.cell(colspan: 2, {
    set text(size: 23pt, fill: quiet)
    grid(columns: (1fr, auto), award.facts, text(fill: stone, "Verify it at " + award.host))
  }),
)
`;
