import type { Finding } from '#domain/evidence/finding.ts';
import type { UsedArtifact } from './check-requirement.ts';

/** An original that was blacked out opens for nobody but its owner, so nobody could judge by it. */
export function checkPrivate(used: readonly UsedArtifact[]): Finding[] {
  return used.flatMap(({ artifact: { isPrivate, name }, place }): Finding[] =>
    isPrivate
      ? [
          {
            level: 'blocking',
            code: 'private-file',
            message: `Replace “${name}” by the version that you blacked out: this one is kept from everyone but you`,
            place,
            work: { minutes: 5 },
          },
        ]
      : [],
  );
}
