import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { ownFile } from './own-files.ts';

/** A small real PDF with so many pages, each of which says what it is. */
export async function makePdf(title: string, pages = 3): Promise<Buffer> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= pages; number += 1) {
    document.addPage([420, 595]).drawText(`${title}, page ${number}`, { x: 40, y: 520, size: 14, font });
  }
  return ownFile(Buffer.from(await document.save()));
}
