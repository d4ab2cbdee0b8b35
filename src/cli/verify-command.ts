import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { didWebUrl } from '#domain/credential/did-web.ts';
import { UnfetchableError, fetchJson, parseJson } from '../features/verify/fetch-json.ts';
import { type Verification, type VerificationStep, verifyCredential } from '../features/verify/verify-credential.ts';
import { type Command, CommandError, type Output, readArguments } from './command.ts';

const signs: Record<VerificationStep['outcome'], string> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-checkable': 'not checkable',
};

const verdicts: Record<Verification['outcome'], string> = {
  verified: 'Verified: the issuer signed exactly this.',
  failed: 'Not verified: a step failed.',
  undecided: 'Undecided: a step could not be checked.',
};

export const verify: Command = {
  summary: 'Verify an award',
  usage: `verify <url or file>

Reads an Open Badges 3.0 credential, or the address of its verification page, fetches its issuer's keys (did:web) and
says who earned what, and of each step whether it passed. Ends with 0 when every step passed, with 1 otherwise. Needs no database.`,
  async run(args, output) {
    const { positionals } = readArguments(args, {});
    const [source, ...more] = positionals;
    if (source === undefined || more.length > 0)
      throw new CommandError('Name one file or address: verify <url or file>');
    const document = await readDocument(source);
    const verification = await verifyCredential(document, { now: new Date(), resolveDid });
    const claim = readClaim(document);
    if (claim !== undefined) output.out(`${claim}\n`);
    report(verification.steps, output);
    output.out(verdicts[verification.outcome]);
    return verification.outcome === 'verified' ? 0 : 1;
  },
};

const Claim = z.object({
  issuer: z.object({ name: z.string() }),
  awardedDate: z.string().optional(),
  validFrom: z.string(),
  credentialSubject: z.object({
    identifier: z.array(z.object({ identityType: z.string(), hashed: z.boolean(), identityHash: z.string() })),
    achievement: z.object({ name: z.string() }),
  }),
});

/** What the credential says, whether or not it is true: who earned what, from whom and when. */
function readClaim(document: unknown): string | undefined {
  const parsed = Claim.safeParse(document);
  if (!parsed.success) return undefined;
  const { issuer, awardedDate, validFrom, credentialSubject } = parsed.data;
  const earner = credentialSubject.identifier.find(({ identityType, hashed }) => identityType === 'name' && !hashed);
  const day = (awardedDate ?? validFrom).slice(0, 10);
  const claim = `It says: ${earner?.identityHash ?? 'somebody'} earned “${credentialSubject.achievement.name}” from ${issuer.name} on ${day}.`;
  // It may come from anyone: nothing in it may steer the terminal.
  return claim.replace(/\p{Cc}/gu, ' ');
}

function report(steps: readonly VerificationStep[], output: Output): void {
  for (const { name, outcome, detail } of steps) output.out(`${name.padEnd(12)}${signs[outcome].padEnd(15)}${detail}`);
}

async function readDocument(source: string): Promise<unknown> {
  try {
    if (!/^https?:\/\//.test(source)) return parseJson(await readText(source), source);
    // The page that people share has its credential beside it.
    const isPage = /\/verify\/[^/.]+\/?$/.test(source);
    return await fetchJson(isPage ? `${source.replace(/\/$/, '')}/credential.json` : source);
  } catch (error) {
    throw error instanceof UnfetchableError ? new CommandError(error.message, { cause: error }) : error;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The file ${file} can’t be read. Name a file that holds a credential, or its address.`, {
      cause: error,
    });
  }
}

async function resolveDid(did: string): Promise<unknown> {
  const url = didWebUrl(did);
  if (url === undefined) return undefined;
  try {
    return await fetchJson(url);
  } catch (error) {
    if (error instanceof UnfetchableError) return undefined;
    throw error;
  }
}
