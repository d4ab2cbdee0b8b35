import { checkOpenBadgeSchema } from '#domain/credential/open-badge-schema.ts';
import type { ReadCredential } from './read-credential.ts';
import { type VerificationStep, failed, passed } from './verification.ts';

const mostTold = 5;

/**
 * Whether an award has the form of the Open Badges schema, that of a record, a status list or an endorsement is not asked for. A single
 * proof may stand without its list: the data model allows both, and it is no fault of the award.
 */
export function checkSchema({ kind, model, document }: ReadCredential): VerificationStep[] {
  if (kind !== 'achievement') return [];
  if (model === '1.1')
    return [passed('schema', 'It is on version 1.1 of the data model, for which its structure alone is checked.')];
  const { proof } = document;
  const listed = proof === undefined ? document : { ...document, proof: [proof].flat() };
  const verdict = checkOpenBadgeSchema(listed);
  if (verdict.ok) return [passed('schema', 'It has the form that Open Badges 3.0 asks for.')];
  const told = verdict.problems.slice(0, mostTold).map(within).join('; ');
  const more = verdict.problems.length > mostTold ? ' And more.' : '';
  return [failed('schema', 'schema', `It does not have the form of Open Badges 3.0: ${told}.${more}`)];
}

/** As a part of a sentence: what is wrong there begins small, and ends without a full stop. */
function within(problem: string): string {
  return problem
    .replace(/: (\p{Lu})(?=\p{Ll})/u, (_, letter: string) => `: ${letter.toLowerCase()}`)
    .replace(/\.$/, '');
}
