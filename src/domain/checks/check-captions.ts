import type { Finding } from '#domain/evidence/finding.ts';
import type { RequirementPeople, UsedArtifact } from './check-requirement.ts';
import { mediaOf, mediaPlace } from './media.ts';

/** A recording without captions leaves out whoever can’t hear it. */
export function checkCaptions(
  used: readonly UsedArtifact[],
  { captioned }: Pick<RequirementPeople, 'captioned'>,
): Finding[] {
  return used.flatMap(({ artifact }): Finding[] => {
    const media = mediaOf(artifact, false);
    if (media === undefined || media === 'image' || captioned.includes(artifact.id)) return [];
    const message = `Add captions to “${artifact.name}” for those who can’t hear it`;
    return [{ level: 'advice', code: 'no-captions', message, place: mediaPlace(artifact.id) }];
  });
}
