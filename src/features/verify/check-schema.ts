import { checkClrSchema } from '#domain/credential/clr-schema.ts';
import {
  type SchemaVerdict,
  checkEndorsementSchema,
  checkOpenBadgeSchema,
} from '#domain/credential/open-badge-schema.ts';
import type { CredentialKind, ReadCredential } from './read-credential.ts';
import { type VerificationStep, failed, passed } from './verification.ts';

const mostTold = 5;

type Form = { check: (document: unknown) => SchemaVerdict; what: string };

const forms: Partial<Record<CredentialKind, Form>> = {
  achievement: { check: checkOpenBadgeSchema, what: 'Open Badges 3.0' },
  endorsement: { check: checkEndorsementSchema, what: 'an endorsement of Open Badges 3.0' },
  record: { check: checkClrSchema, what: 'a Comprehensive Learner Record 2.0' },
};

/**
 * Whether it has the form of its schema; that of a status list is not asked for. A single proof may stand without its list: the data
 * model allows both, and it is no fault of the award.
 */
export function checkSchema({ kind, model, document }: ReadCredential): VerificationStep[] {
  const form = forms[kind];
  if (!form) return [];
  if (model === '1.1')
    return [passed('schema', 'It is on version 1.1 of the data model, for which its structure alone is checked.')];
  const { proof } = document;
  const listed = proof === undefined ? document : { ...document, proof: [proof].flat() };
  const verdict = form.check(listed);
  if (verdict.ok) return [passed('schema', `It has the form of ${form.what}.`)];
  const told = verdict.problems.slice(0, mostTold).map(within).join('; ');
  const more = verdict.problems.length > mostTold ? ' And more.' : '';
  return [failed('schema', 'schema', `It does not have the form of ${form.what}: ${told}.${more}`)];
}

/** As a part of a sentence: what is wrong there begins small, and ends without a full stop. */
function within(problem: string): string {
  return problem
    .replace(/: (\p{Lu})(?=\p{Ll})/u, (_, letter: string) => `: ${letter.toLowerCase()}`)
    .replace(/\.$/, '');
}
