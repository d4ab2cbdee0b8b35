import { type ReleaseContext, holds, releaseState } from '#domain/consent/release.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Finding, FindingLevel } from '#domain/evidence/finding.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import type { RequirementPeople, UsedArtifact } from './check-requirement.ts';
import { mediaOf, mediaPlace, neededCover } from './media.ts';

type Asks = NonNullable<Requirement['releases']>;

/**
 * What shows people, or lets one hear them, rests on releases: whether it does must be said, then which releases, and
 * those must hold and cover it. How firmly is the requirement’s to say; a release that was withdrawn is a no, and blocks.
 */
export function checkReleases(
  used: readonly UsedArtifact[],
  asks: Asks,
  { releases, now }: Pick<RequirementPeople, 'releases' | 'now'>,
): Finding[] {
  return used.flatMap(({ artifact }) => [
    ...named(artifact, releases[artifact.id] ?? [], asks, now),
    ...asked(artifact, releases[artifact.id] ?? [], asks, now),
  ]);
}

/** Each release that was named and no longer holds marks every use of it. */
function named({ id, name }: ArtifactContext, releases: readonly ReleaseContext[], asks: Asks, now: string): Finding[] {
  const place = mediaPlace(id);
  return releases.flatMap(({ subject, ...release }): Finding[] => {
    switch (releaseState(release, now)) {
      case 'withdrawn':
        return [
          {
            level: 'blocking',
            code: 'release-withdrawn',
            place,
            work: { minutes: 15 },
            message: `Replace “${name}”, or say who is shown: the release of ${subject} was withdrawn`,
          },
        ];
      case 'expired':
        return [
          {
            level: levelOf(asks),
            code: 'release-expired',
            place,
            work: { minutes: 15 },
            message: `Ask for a new release of ${subject} or replace “${name}”: the release has ended`,
          },
        ];
      default:
        return [];
    }
  });
}

function asked(artifact: ArtifactContext, releases: readonly ReleaseContext[], asks: Asks, now: string): Finding[] {
  const media = mediaOf(artifact, asks === 'required');
  // What was sealed before the question was asked has no answer, and needs none.
  if (asks === 'none' || media === undefined || artifact.showsPeople === undefined) return [];
  const find = (code: string, message: string, level: FindingLevel = levelOf(asks)): Finding[] => [
    { level, code, message, place: mediaPlace(artifact.id), work: { minutes: code === 'people-unanswered' ? 1 : 10 } },
  ];
  const { name, showsPeople } = artifact;
  const verb = media === 'audio' ? 'lets people be heard' : 'shows people';
  if (showsPeople === null) return find('people-unanswered', `Say whether “${name}” ${verb}`);
  if (!showsPeople) return [];
  if (releases.length === 0) return find('no-release', `Name the releases that “${name}” rests on: it ${verb}`);
  const holding = releases.filter((release) => holds(release, now));
  if (holding.length === 0) return []; // Said of each one above.
  const cover = neededCover[media];
  if (!holding.some(({ covers }) => covers.includes(cover))) {
    return find('not-covered', `Name a release that covers ${cover} for “${name}”`);
  }
  if (media === 'video' && !holding.some(({ covers }) => covers.includes('voice'))) {
    return find('voice-not-covered', `Check who is heard in “${name}”: no release covers voice`, 'advice');
  }
  return [];
}

function levelOf(asks: Asks): FindingLevel {
  return asks === 'required' ? 'blocking' : 'advice';
}
