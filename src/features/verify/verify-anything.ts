import { didWebUrl } from '#domain/credential/did-web.ts';
import { readReplacedBy } from '#domain/credential/replaced.ts';
import { type FetchOutside, OutsideError } from '#platform/fetch-outside.ts';
import type { Canonize } from '#platform/json-ld/canonize.ts';
import type { FetchText } from './check-status.ts';
import { type Fetched, createKeptDocuments } from './kept-documents.ts';
import { type Brought, openBrought, readText, utf8 } from './read-brought.ts';
import { type Claim, readClaim, readContents } from './read-claim.ts';
import { readSecured } from './read-secured.ts';
import { type StepReason, type Verification, conclude, failed, notCheckable } from './verification.ts';
import { type FindOwn, verifySecured } from './verify-credential.ts';

/** A file or pasted text, opened already or not, or the address of one. */
export type Given = { bytes: Uint8Array } | Brought | { url: string };

export type Verified = {
  ok: true;
  verification: Verification;
  /** What it says of itself; `undefined` where nothing could be read. */
  claim: Claim | undefined;
  /** Of a learner record: what the awards in it say. */
  contents?: readonly Claim[];
  /** The page of its award here, where it is genuinely one of this installation. */
  page?: string | undefined;
};

/** `problem`: why there is nothing to verify, for whoever named the address. */
export type VerifyAnything = (
  given: Given,
  /** `canonize`: a caller’s own, in place of the one for all. */
  options?: { email?: string | undefined; canonize?: Canonize },
) => Promise<Verified | { ok: false; problem: string }>;

export type VerifierDeps = {
  now: () => Date;
  canonize: Canonize;
  /** Reads what an address gives, whole or not at all. */
  fetchDocument: FetchOutside;
  /** What an address of this installation gives, from its own tables; `undefined` for every other address. */
  answerOwn?: (url: string) => Promise<{ status: number; text: string } | undefined>;
  /** What became of a credential that this installation issued. */
  findOwn?: FindOwn;
  /** The time that one verification may take for asking, in milliseconds; 20 seconds when left out. */
  mostTime?: number;
};

/** Documents that one verification may ask for. */
const mostRequests = 12;

/**
 * Verifies what anybody brings, from any issuer: an address, JSON, a JWT, a baked image. It asks the web for keys and lists
 * within limits, keeps them for a while, and keeps nothing of what it was brought.
 */
export function createVerifyAnything({
  now,
  canonize,
  fetchDocument,
  answerOwn,
  findOwn,
  mostTime = 20_000,
}: VerifierDeps): VerifyAnything {
  const kept = createKeptDocuments(now);

  async function readOwn(url: string): Promise<Fetched | undefined> {
    const own = await answerOwn?.(url);
    if (!own) return undefined;
    return own.status === 200 ? { ok: true, bytes: Buffer.from(own.text) } : no(whyNot(own.status, own.text, url));
  }

  async function fetchOnce(url: string): Promise<Fetched> {
    try {
      const page = await fetchDocument(url);
      // Whoever can make a host lead elsewhere does not speak for that host.
      if (URL.parse(page.url)?.host !== URL.parse(url)?.host) return no('It leads to another host.');
      return page.status === 200 ? { ok: true, bytes: page.body } : no(whyNot(page.status, utf8(page.body), url));
    } catch (error) {
      if (error instanceof OutsideError) return no(error.message);
      throw error;
    }
  }

  /** What is ours is as it is now; what is others’ may be as it was a while ago. */
  async function fetchFresh(url: string, what: 'list' | 'anew' | undefined): Promise<Fetched> {
    return (await readOwn(url)) ?? kept.read(url, () => fetchOnce(url), what);
  }

  /** One verification’s way to the web: so many documents, each asked for once, and so much time. */
  function createBudget(): FetchText {
    const asked = new Map<string, Promise<Fetched>>();
    const deadline = AbortSignal.timeout(mostTime);
    return async (url, what) => {
      const name = what === 'anew' ? `${what} ${url}` : url;
      let answer = asked.get(name);
      if (!answer) {
        if (asked.size >= mostRequests) return { ok: false, why: 'It names more addresses than any award needs.' };
        if (deadline.aborted) return { ok: false, why: tooLong.why };
        answer = Promise.race([fetchFresh(url, what), atEnd(deadline)]);
        asked.set(name, answer);
      }
      const fetched = await answer;
      return fetched.ok ? { ok: true, text: utf8(fetched.bytes) } : { ok: false, why: fetched.why };
    };
  }

  async function findPage(document: unknown, issuerId: string | undefined): Promise<string | undefined> {
    const { id } = document as { id?: string };
    return issuerId === undefined ? undefined : (await findOwn?.({ id, issuerId }))?.page;
  }

  return async (given, { email, canonize: canonizeOfCaller } = {}) => {
    const fetchText = createBudget();
    let brought: Brought;
    if ('url' in given) {
      const fetched = (await readOwn(given.url)) ?? (await fetchOnce(given.url));
      if (!fetched.ok) return { ok: false, problem: fetched.why };
      brought = openBrought(fetched.bytes);
    } else {
      brought = 'links' in given ? given : openBrought(given.bytes);
    }
    const read = readText(brought);
    if (!read.ok) return refused(read.reason, read.problem, now());
    const secured = readSecured(read.text);
    if (!secured.ok) return refused(secured.reason, secured.problem, now());
    const resolveDid = async (issuerId: string, anew?: 'anew') => {
      const url = issuerId.startsWith('did:') ? didWebUrl(issuerId) : issuerId;
      const fetched = url === undefined ? undefined : await fetchText(url, anew);
      const document = fetched?.ok ? readSecured(fetched.text) : undefined;
      return document?.ok ? document.secured.document : undefined;
    };
    const verification = await verifySecured(secured.secured, {
      now: now(),
      resolveDid,
      fetchText,
      canonize: canonizeOfCaller ?? canonize,
      ...(findOwn && { findOwn }),
      ...(email !== undefined && { email }),
    });
    const { document } = secured.secured;
    const claim = readClaim(document);
    const page = isSigned(verification) ? await findPage(document, claim.issuerId) : undefined;
    return { ok: true, verification, claim, contents: readContents(document), page };
  };
}

/** What nobody but its issuer can have written. */
function isSigned({ steps }: Verification): boolean {
  return ['issuer-key', 'signature'].every((of) =>
    steps.some(({ name, outcome }) => name === of && outcome === 'passed'),
  );
}

const tooLong = no('It takes too long.');

/** An issuer that replaced a credential may say by which: that is told, and not followed, since it is another one than was named. */
function whyNot(status: number, body: string, url: string): string {
  const latest = status === 410 ? readReplacedBy(body, url) : undefined;
  return latest === undefined
    ? `It answered ${status}.`
    : `The credential that was there was replaced by a newer one of the same award. Check that one: ${latest}`;
}

function no(why: string): Extract<Fetched, { ok: false }> {
  return { ok: false, why };
}

function atEnd(signal: AbortSignal): Promise<Fetched> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(tooLong);
    });
  });
}

function refused(reason: StepReason, problem: string, now: Date): Verified {
  // An older badge may well be good: nothing here can tell.
  const step = reason === 'older-badge' ? notCheckable : failed;
  return { ok: true, verification: conclude([step('structure', reason, problem)], now), claim: undefined };
}
