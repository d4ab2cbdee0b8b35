import type { Coverage } from '#domain/consent/release.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';

type Media = 'image' | 'video' | 'audio';

/** What an artifact may show or let one hear people in; a link only where its requirement insists on releases. */
export function mediaOf(
  { kind, mediaType }: Pick<ArtifactContext, 'kind' | 'mediaType'>,
  withLinks: boolean,
): Media | undefined {
  if (kind === 'link') return withLinks ? 'video' : undefined;
  const [type = ''] = (mediaType ?? '').split('/');
  return type === 'image' || type === 'video' || type === 'audio' ? type : undefined;
}

/** What a release must cover before people may be shown, or heard, in it. */
export const neededCover: Record<Media, Coverage> = { image: 'image', video: 'image', audio: 'voice' };

/** The place of an artifact among those that may show people. */
export const mediaPlace = (artifactId: string) => `media-${artifactId}`;
