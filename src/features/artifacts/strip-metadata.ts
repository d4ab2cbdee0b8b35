import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripImage } from './strip-image.ts';
import { stripMovie } from './strip-movie.ts';
import { stripOffice } from './strip-office.ts';

/**
 * A copy of a file, in `folder`, without what it says of who made it, where and with what; `undefined` for what can’t be
 * taken apart here, or can’t be read. The file itself stays as it is.
 */
export async function stripMetadata(path: string, mediaType: string, folder: string): Promise<string | undefined> {
  const cleaned = join(folder, 'cleaned');
  try {
    if (/openxmlformats|oasis\.opendocument/.test(mediaType)) await stripOffice(path, cleaned);
    else if (/^(video|audio)\/(mp4|quicktime)$/.test(mediaType)) {
      await copyFile(path, cleaned);
      await stripMovie(cleaned);
    } else if (mediaType.startsWith('image/')) await stripImage(path, cleaned, mediaType);
    else return undefined;
    return cleaned;
  } catch {
    await rm(cleaned, { force: true });
    return undefined;
  }
}
