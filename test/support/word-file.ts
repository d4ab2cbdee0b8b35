import { crc32, deflateRawSync } from 'node:zlib';
import { type TestSite } from './app.ts';
import { type TestFile, postFiles } from './multipart.ts';
import { type Desk } from './work.ts';

export const docx = '[Content_Types].xml';
export const contentTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

/** A ZIP archive; `claims` is the size that it says a part has. */
export function zip(parts: { name: string; content: string | Buffer; claims?: number }[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims } of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? raw.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields.subarray(0, 26), entry, Buffer.from(name)]),
    );
    local.push(head);
    offset += head.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

export const wordFile = (...more: { name: string; content: string | Buffer; claims?: number }[]) =>
  zip([{ name: docx, content: contentTypes }, { name: 'word/document.xml', content: '<w:document/>' }, ...more]);

/** Files handed in for the tally sheet, on a site that is asked for with each act. */
export function tallyActs(on: () => TestSite) {
  async function upload(desk: Desk, ...sent: TestFile[]) {
    const url = `${desk.home}/artifacts?requirement=tally`;
    return postFiles(on(), url, {}, sent, { ...desk.headers, accept: 'application/json' });
  }

  return { upload };
}
