import { parseFile } from 'music-metadata';
import type { MetadataItem } from './blob-facts.ts';
import { type Measured, item } from './measured.ts';
import { readMovieHead } from './movie-head.ts';

/** How long a recording is, how large a film, and what its tags say of who made it, where and with what. */
export async function measureMedia(path: string, mediaType: string): Promise<Measured> {
  const { format, common, native } = await parseFile(path, {
    skipCovers: true,
    duration: mediaType.startsWith('audio/'),
  });
  const video = format.trackInfo.find((track) => track.video)?.video;
  // Of a film without sound, or with sound that is not known, only its head tells.
  const head = /\/(mp4|quicktime)$/.test(mediaType) ? await readMovieHead(path) : {};
  const seconds = format.duration ?? head.seconds;
  const tags = Object.values(native).flat();
  const tag = (pattern: RegExp) => tags.find(({ id }) => pattern.test(id))?.value;
  const metadata: MetadataItem[] = [
    ...item('Where it was taken', 'place', tag(/location\.ISO6709|©xyz|loci/i) ?? head.place),
    ...item('Made by', 'person', common.artist ?? tag(/quicktime\.author|©aut/i)),
    ...item('Composer', 'person', common.composer?.join(', ')),
    ...item('Copyright', 'person', common.copyright),
    ...item(
      'Device',
      'device',
      [tag(/quicktime\.make|©mak/i), tag(/quicktime\.model|©mod/i)].filter(Boolean).join(' '),
    ),
    ...item('Taken', 'time', tag(/quicktime\.creationdate/i) ?? takenAt(format.creationTime)),
    ...item('Title', 'other', common.title),
    ...item('Comment', 'other', common.comment?.map(({ text }) => text).join(' ')),
    ...item('Made with', 'other', common.encodedby ?? tag(/quicktime\.software|©swr/i)),
  ];
  const { pixelWidth: width = head.width, pixelHeight: height = head.height } = video ?? {};
  return {
    metadata,
    measure: {
      ...(seconds !== undefined &&
        Number.isFinite(seconds) &&
        seconds >= 0 && { seconds: Math.round(seconds * 1000) / 1000 }),
      ...(width && height && { width, height }),
    },
  };
}

/** A time that was set: where none is, the format’s own zero stands, in 1904. */
function takenAt(time: Date | undefined): string | undefined {
  return time && time.getUTCFullYear() > 1970 ? time.toISOString().slice(0, 16).replace('T', ' ') : undefined;
}
