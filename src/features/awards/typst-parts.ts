/** Typst: the colours of an issuer’s palette, as the pages have them. */
export const stones = String.raw`#let stones = (
  teal: rgb("#1d5a63"), ochre: rgb("#8a5f12"), terracotta: rgb("#97452a"), lapis: rgb("#2c4a8a"), olive: rgb("#5a6328"),
)
`;

/** Typst: somebody who signs for an issuer. The document sets the colour “quiet” before. */
export const signer = String.raw`// A line to sign on; the picture of the signature stands on it, where there is one, and begins where it does.
#let signer(it) = block(width: 100%, {
  block(height: 12mm, width: 100%, align(bottom + left, if it.signature != none {
    layout(size => {
      let drawn(..how) = image(bytes(it.signature), format: "png", alt: it.alt, ..how)
      let tall = drawn(height: 11mm)
      if measure(tall).width <= size.width { tall } else { drawn(width: 100%) }
    })
  }))
  v(0.8mm)
  line(length: 100%, stroke: 0.5pt + quiet)
  v(1.6mm)
  block(text(size: 10.5pt, it.name))
  v(1.6mm)
  block(text(size: 9pt, fill: quiet, it.title))
})
`;
