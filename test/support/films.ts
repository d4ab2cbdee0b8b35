/** A box of the ISO base media file format. */
export function box(type: string, ...content: (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(content.map((one) => Buffer.from(one as string, 'latin1')));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** The head of a film of so many seconds with a place in its tags; pictures it has none. */
export function makeFilm(seconds = 9, place = '+47.6062-122.3321/'): Buffer {
  const mvhd = Buffer.alloc(100);
  mvhd.writeUInt32BE(3_800_000_000, 4);
  mvhd.writeUInt32BE(1000, 12);
  mvhd.writeUInt32BE(seconds * 1000, 16);
  const text = Buffer.alloc(4);
  text.writeUInt16BE(place.length);
  text.writeUInt16BE(0x15c7, 2);
  return Buffer.concat([
    box('ftyp', 'isom\0\0\x02\0isomiso2mp41'),
    box('moov', box('mvhd', mvhd), box('udta', box('\xa9xyz', text, place))),
    box('mdat', 'pictures and sound'),
  ]);
}
