import { z } from 'zod';
import { attestationKinds } from '#domain/attestation/attestation.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { FormErrors } from '#ui/form.tsx';
import type { AttestationRequest } from './ask-attestation.ts';

type Fields = Readonly<Record<string, string>>;

/** A request form of a requirement: by the definition’s request, or the earner’s own. Its fields’ ids begin alike. */
export const requestPrefix = (asked: string | null) => `ask-${asked ?? 'own'}`;

const Kind = z.enum(attestationKinds);
const Email = z.email().max(320);

export type ReadRequest =
  { ok: true; request: AttestationRequest } | { ok: false; asked: string | null; errors: FormErrors };

/** What the earner asks of whom. What the definition asks for is asked in its words. */
export function readRequest(requirement: Requirement, fields: Fields): ReadRequest {
  const clean = (name: string) => cleanText(fields[name] ?? '').trim();
  const asked = requirement.attestations?.find(({ id }) => id === fields.asked);
  const prefix = requestPrefix(asked?.id ?? null);
  const errors: { field: string; message: string }[] = [];
  const demand = (field: string, is: boolean, message: string) => {
    if (!is) errors.push({ field: `${prefix}-${field}`, message });
  };
  const kind = Kind.safeParse(asked?.kind ?? fields.kind);
  const statement = asked?.statement ?? clean('statement');
  const [peerName, peerRole] = [clean('name'), clean('role')];
  const peerEmail = clean('email').toLowerCase();
  const byMail = fields.channel !== 'device';

  demand('kind', kind.success, 'Choose what is to be confirmed');
  demand('statement', statement !== '', 'Write what they confirm, in their words');
  demand(
    'statement',
    statement.length <= 2000 || asked !== undefined,
    'Shorten the statement to at most 2,000 characters',
  );
  demand('name', peerName !== '', 'Write the name of the person whom you ask');
  demand('name', peerName.length <= 200, 'Shorten the name to at most 200 characters');
  demand('role', peerRole.length <= 200, 'Shorten the role to at most 200 characters');
  demand(
    'email',
    !byMail || Email.safeParse(peerEmail).success,
    'Write their e-mail address, such as name@example.org, or let them answer on this device',
  );
  if (!kind.success || errors.length > 0) return { ok: false, asked: asked?.id ?? null, errors };
  const base = { asked: asked?.id ?? null, kind: kind.data, statement: statement.slice(0, 2000), peerName, peerRole };
  return {
    ok: true,
    request: byMail ? { ...base, channel: 'mail', peerEmail } : { ...base, channel: 'device', peerEmail: null },
  };
}
