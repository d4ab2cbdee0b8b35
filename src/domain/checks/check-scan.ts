import type { Finding } from '#domain/evidence/finding.ts';
import type { UsedArtifact } from './check-requirement.ts';

/** Where an installation scans files, nothing goes to an assessor before it is known to be clean. */
export function checkScan(used: readonly UsedArtifact[]): Finding[] {
  return used.flatMap(({ artifact: { scan, name }, place }): Finding[] => {
    if (scan === 'waiting') {
      const message = `Wait a moment: “${name}” is still being checked for viruses`;
      return [{ level: 'blocking', code: 'scan-waiting', message, place, work: 'wait' }];
    }
    if (scan !== 'infected') return [];
    const message = `Remove “${name}” and hand in a clean copy: a virus was found in it`;
    return [{ level: 'blocking', code: 'scan-infected', message, place, work: { minutes: 10 } }];
  });
}
