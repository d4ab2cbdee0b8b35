import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type FetchOutside, NotAllowedError, createFetchDocument } from '#platform/fetch-outside.ts';
import { createCanonizeApart } from '#platform/json-ld/canonize-apart.ts';
import type { Claim } from '../features/verify/read-claim.ts';
import { type Verification, type VerificationStep, findOpen } from '../features/verify/verification.ts';
import { logOf } from '../features/verify/verification-log.ts';
import { type Given, createVerifyAnything } from '../features/verify/verify-anything.ts';
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

/** For scripts: what a shell can tell apart. 2 is a call that was wrong. */
const codes: Record<Verification['outcome'], number> = { verified: 0, failed: 1, undecided: 3 };

export const verify: Command = {
  summary: 'Verify an award',
  usage: `verify <url, file or -> [--email <address>] [--json] [--allow <host>]

Reads an Open Badges 3.0 credential of any issuer (JSON, JWT, a baked PNG or SVG; - reads what is piped in), or the address
of one or of its verification page, asks for its issuer's keys and its status, and says who earned what, and of each step
whether it passed.

  --email <address>  also whether it was given to this person
  --json             the log for programs, with a reason for each step
  --allow <host>     ask this host (with its port, as in 127.0.0.1:3000) even if it is of this machine or network, and by
                     http. The host of an address that you name is allowed, and that of BASE_URL, where it is set.

Ends with 0 when it is verified, with 1 when a step failed, with 3 when one could not be checked that decides. What others
say of an award does not decide, unless it is forged. Needs no database.`,
  async run(args, output) {
    const { positionals, values } = readArguments(args, {
      email: { type: 'string' },
      json: { type: 'boolean' },
      allow: { type: 'string' },
    });
    const [source, ...more] = positionals;
    if (source === undefined || more.length > 0)
      throw new CommandError('Name one file or address: verify <url or file>');
    const isUrl = /^https?:\/\//.test(source);
    const named = [isUrl ? URL.parse(source)?.host : undefined, values.allow, ownHost(process.env)];
    const allowed = named.filter((host) => typeof host === 'string');
    const refused = new Set<string>();
    const canonize = createCanonizeApart();
    try {
      const verifyAnything = createVerifyAnything({
        now: () => new Date(),
        canonize,
        fetchDocument: noteRefused(createFetchDocument({ allowed }), refused),
      });
      const given: Given = isUrl ? { url: credentialOf(source) } : { bytes: await readSource(source) };
      const found = await verifyAnything(given, { email: typeof values.email === 'string' ? values.email : undefined });
      if (!found.ok) throw new CommandError(`${source} gives no credential. ${found.problem}`);
      const told = { ...found, verification: nameAllow(found.verification, refused) };
      if (values.json === true) output.out(JSON.stringify(logOf(told), null, 2));
      else report(told, output);
      return codes[found.verification.outcome];
    } finally {
      await canonize.close();
    }
  },
};

/** The installation that the command runs beside may be asked, wherever it is: whoever set it up named its address. */
function ownHost({ BASE_URL }: NodeJS.ProcessEnv): string | undefined {
  return URL.parse(BASE_URL ?? '')?.host;
}

/** Writes down which hosts were not asked because they may be of this machine or network. */
function noteRefused(fetchDocument: FetchOutside, refused: Set<string>): FetchOutside {
  return async (url) => {
    try {
      return await fetchDocument(url);
    } catch (error) {
      if (error instanceof NotAllowedError) refused.add(error.host);
      throw error;
    }
  };
}

/** Says in the step that went without an answer how to have that host asked. */
function nameAllow(verification: Verification, refused: ReadonlySet<string>): Verification {
  const [host] = refused;
  if (host === undefined) return verification;
  const isMissing = ({ reason }: VerificationStep) =>
    reason === 'issuer-unreachable' || reason === 'status-unreachable';
  const more = `Only public sites are asked by themselves: if you know this one, add --allow ${host}`;
  const steps = verification.steps.map((step) =>
    isMissing(step) ? { ...step, detail: `${step.detail} ${more}` } : step,
  );
  return { ...verification, steps };
}

/** The page that people share has its credential beside it. */
function credentialOf(source: string): string {
  return /\/verify\/[^/.]+\/?$/.test(source) ? `${source.replace(/\/$/, '')}/credential.json` : source;
}

async function readSource(source: string): Promise<Uint8Array> {
  try {
    return source === '-' ? await buffer(process.stdin) : await readFile(source);
  } catch (error) {
    throw new CommandError(`The file ${source} can’t be read. Name a file that holds a credential, or its address.`, {
      cause: error,
    });
  }
}

function report(
  { verification, claim }: { verification: Verification; claim: Claim | undefined },
  output: Output,
): void {
  if (claim?.achievement !== undefined) output.out(`${say(claim)}\n`);
  for (const { name, outcome, detail } of verification.steps)
    output.out(`${name.padEnd(14)}${signs[outcome].padEnd(15)}${detail.replace(/\p{Cc}/gu, ' ')}`);
  const { outcome, reason } = verification;
  if (findOpen(verification)) output.out('An endorsement in it could not be confirmed. The award does not rest on it.');
  const verdict = reason === 'no-award' ? 'There is no award in it.' : verdicts[outcome];
  output.out(outcome === 'verified' ? verdict : `${verdict} (${reason})`);
}

/** What the credential says, whether or not it is true: who earned what, from whom and when. */
function say({ earner, achievement, issuer, day }: Claim): string {
  return `It says: ${earner ?? 'somebody'} earned “${achievement ?? ''}” from ${issuer ?? 'somebody'}${day === undefined ? '' : ` on ${day}`}.`;
}
