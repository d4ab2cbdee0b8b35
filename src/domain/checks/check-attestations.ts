import { type AttestationContext, type AttestationState, attestationState } from '#domain/attestation/attestation.ts';
import type { AskedAttestation } from '#domain/definition/schema.ts';
import { type Finding, countOf } from '#domain/evidence/finding.ts';
import type { RequirementPeople } from './check-requirement.ts';

/** The places of a request of the definition, and of one peer’s answer. */
export const askedPlace = (asked: string) => `asked-${asked}`;
export const attestationPlace = (id: string) => `attestation-${id}`;

/**
 * What peers must confirm before the work goes on: enough of them, of this very evidence. Of those that are missing each
 * is said once: the peer whose answer has become void, was a no or never came, then how many nobody was asked for yet.
 */
export function checkAttestations(
  asked: readonly AskedAttestation[],
  { attestations, now }: Pick<RequirementPeople, 'attestations' | 'now'>,
): Finding[] {
  const stateOf = new Map(attestations.map((one) => [one, attestationState(one, now)]));
  const own = attestations.filter((one) => !asked.some(({ id }) => id === one.asked) && stateOf.get(one) === 'void');
  return [
    ...asked.flatMap((request) => checkAsked(request, attestations, stateOf)),
    ...own.map((one) => ({ ...sayOf(one, 'void'), level: 'advice' as const })),
  ];
}

function checkAsked(
  { id, by, min, level }: AskedAttestation,
  attestations: readonly AttestationContext[],
  stateOf: ReadonlyMap<AttestationContext, AttestationState>,
): Finding[] {
  const here = attestations.filter((one) => one.asked === id);
  const valid = here.filter((one) => stateOf.get(one) === 'valid').length;
  if (valid >= min) return [];
  // What can be mended with the least effort is said first.
  const order: AttestationState[] = ['void', 'waiting', 'expired', 'declined', 'withdrawn'];
  const open = order
    .flatMap((state) => here.filter((one) => stateOf.get(one) === state).map((one) => ({ one, state })))
    .slice(0, min - valid);
  const missing = min - valid - open.length;
  const findings: Finding[] = open.map(({ one, state }) => ({ ...sayOf(one, state), level }));
  if (missing > 0) {
    const people = min === 1 ? '' : ` (${valid} of ${countOf(min, 'person', 'people')})`;
    findings.push({
      level,
      code: 'attestation-missing',
      message: `Ask ${by} to confirm this${people}`,
      place: askedPlace(id),
      work: { minutes: 5 },
    });
  }
  return findings;
}

function sayOf({ id, peerName }: AttestationContext, state: AttestationState): Omit<Finding, 'level'> {
  const messages: Record<AttestationState, string> = {
    valid: '',
    void: `Ask ${peerName} again: this was changed after they confirmed it`,
    waiting: `Wait for ${peerName} to confirm this, or ask someone else`,
    expired: `Ask ${peerName} again, or someone else: the request has run out`,
    declined: `Ask someone else to confirm this: ${peerName} did not`,
    withdrawn: `Ask someone else to confirm this: ${peerName} took it back`,
  };
  return {
    code: `attestation-${state}`,
    message: messages[state],
    place: attestationPlace(id),
    work: state === 'waiting' ? 'wait' : { minutes: 5 },
  };
}
