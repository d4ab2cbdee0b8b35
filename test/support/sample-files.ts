import sharp from 'sharp';

/** A recording of silence, so many seconds long: PCM, 8,000 samples of 8 bits a second. */
export function makeWav(seconds: number): Buffer {
  const size = seconds * 8000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + size, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(size, 40);
  return Buffer.concat([head, Buffer.alloc(size, 128)]);
}

/** An image of one colour. */
export function makePng(width = 400, height = 200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#4a7c59' } })
    .png()
    .toBuffer();
}

/** Three paragraphs, two of which share words. */
export const sampleNotes = [
  'In May the team agreed on two changes.',
  'In June the team agreed on two changes to the morning routine.',
  'Attendance rose by four per cent.',
].join('\n\n');

/** A table of so many rows below its heads. */
export function makeCsv(rows: number): string {
  return [
    'Week,Present,Absent',
    ...Array.from({ length: rows }, (_, index) => `${index + 1},${20 + (index % 5)},${index % 5}`),
  ].join('\n');
}
