import type { AwardFacts, CredentialFacts } from '#domain/credential/achievement-credential.ts';
import { Series } from '#domain/definition/schema.ts';
import { baseDefinition } from './factories.ts';

type MicroCredentialFacts = Extract<AwardFacts, { kind: 'micro-credential' }>;
type StackFacts = Extract<AwardFacts, { kind: 'stack' }>;

const common = {
  baseUrl: 'https://learn.example.org',
  publicId: '0123456789abcdefghjk',
  issuer: { slug: 'north', name: 'North', statement: 'Of the north.', website: 'https://north.example', email: null },
  earner: { name: 'Ana Luz', email: 'ana@example.org' },
  salt: 'salt',
  awardedAt: new Date('2026-11-20T09:30:15.250Z'),
};

/** What is told of an award, as a base to change one thing of. */
export function awardFacts(overrides: Partial<MicroCredentialFacts> = {}): MicroCredentialFacts {
  return {
    ...common,
    kind: 'micro-credential',
    definition: baseDefinition(),
    version: { number: 3, sha256: 'a'.repeat(64) },
    attempt: { number: 2, sha256: 'b'.repeat(64) },
    ...overrides,
  };
}

/** The same of a stack award over two micro-credentials. */
export function stackFacts(overrides: Partial<StackFacts> = {}): StackFacts {
  return {
    ...common,
    kind: 'stack',
    series: Series.parse({
      format: 'tessera/1',
      kind: 'series',
      slug: 'the-room',
      issuer: 'north',
      title: 'The Room',
      statement: 'The teacher reads the room and fills it.',
      summary: 'Two micro-credentials about who takes part.',
      audience: ['teacher'],
      tiers: [{ id: 'one', title: 'One' }],
      strands: [{ id: 'all', title: 'All' }],
      members: [
        { microCredential: 'reading-the-room', tier: 'one', strand: 'all' },
        { microCredential: 'filling-the-room', tier: 'one', strand: 'all' },
      ],
      stackAward: { title: 'Master of the Room', statement: 'The teacher has the room.' },
    }),
    version: { number: 1, sha256: 'c'.repeat(64) },
    criteria: 'Every micro-credential of the series was earned.',
    pieces: [
      {
        title: 'Reading the Room',
        credentialId: `${common.baseUrl}/verify/piece00000000000000a/credentials/1`,
        sha256: 'd'.repeat(64),
      },
      {
        title: 'Filling the Room',
        credentialId: `${common.baseUrl}/verify/piece00000000000000b/credentials/2`,
        sha256: 'e'.repeat(64),
      },
    ],
    ...overrides,
  };
}

/** The first credential of an award, in force for ever. */
export function credentialFacts(facts: AwardFacts = awardFacts()): CredentialFacts {
  return { ...facts, number: 1, validFrom: facts.awardedAt, status: { listNumber: 1, index: 4711 } };
}
