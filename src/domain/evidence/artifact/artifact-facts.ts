import { formatShortDate } from '../../text/format-date.ts';
import { type FileType, fileTypeWords, formatBytes, isAccepted } from '../file-types.ts';
import { countOf } from '../finding.ts';
import type { ArtifactContext } from '../kind.ts';

/** The narrowest first: a PDF is a document too. */
const order: readonly FileType[] = [
  'link',
  'pdf',
  'text',
  'spreadsheet',
  'slides',
  'image',
  'video',
  'audio',
  'document',
];

/** What a link led to: what its page was called, and when it was seen (a date, or ISO 8601). */
export type LinkSnapshot = { title: string | null; seenAt: Date | string };

/** "“Our plan”, seen Nov 22, 2026": the page behind a link may change, and this says what was there. */
export function describeLink({ title, seenAt }: LinkSnapshot): string {
  const seen = `seen ${formatShortDate(new Date(seenAt))}`;
  return title === null ? seen : `“${title}”, ${seen}`;
}

type Described = Pick<ArtifactContext, 'kind' | 'mediaType' | 'size' | 'pages' | 'measure'> & {
  link?: LinkSnapshot | null | undefined;
  teamWork?: boolean | undefined;
};

/** What can be said of an artifact in a line: “PDF”, “2.4 MB”, “14 pages”. */
export function artifactFacts(artifact: Described): string[] {
  const { size, pages, measure, link, mediaType } = artifact;
  const sheets = measure?.sheets?.length;
  const facts = [
    fileTypeWords[typeOf(artifact)],
    size === null ? undefined : formatBytes(size),
    pages === null ? undefined : countOf(pages, typeOf(artifact) === 'slides' ? 'slide' : 'page'),
    measure?.seconds === undefined ? undefined : formatLength(measure.seconds),
    sheets === undefined || mediaType === 'text/csv' ? undefined : countOf(sheets, 'sheet'),
    measure?.width && measure.height ? `${measure.width} × ${measure.height} pixels` : undefined,
    link ? describeLink(link) : undefined,
    artifact.teamWork ? 'made together with colleagues' : undefined,
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** Which of the types that requirements speak of it is. */
function typeOf(artifact: Pick<ArtifactContext, 'kind' | 'mediaType'>): FileType {
  return order.find((type) => isAccepted(artifact, [type])) ?? 'document';
}

/** “12 min 30 s”, “1 h 2 min”; fractions of a second are rounded up, so that nothing lasts no time. */
export function formatLength(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}

/** Whether it plays, so that captions can go with it. */
export function isRecording({ mediaType }: Pick<ArtifactContext, 'mediaType'>): boolean {
  return /^(video|audio)\//.test(mediaType ?? '');
}
