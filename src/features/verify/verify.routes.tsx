import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { credentialUrl as credentialIdOf } from '#domain/credential/achievement-credential.ts';
import { parseStrictJson } from '#domain/json/strict-json.ts';
import type { Deps } from '#platform/deps.ts';
import { TooManyRequestsError, UnreadableError } from '#platform/errors.ts';
import { hiddenFromSearch, pageContext, sendPage, textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { findPublicAward } from '../awards/awards.queries.ts';
import { createCanonizeApart } from '#platform/json-ld/canonize-apart.ts';
import { logOf, VerifyRequest } from './verification-log.ts';
import { type Given, createVerifyAnything } from './verify-anything.ts';
import { findOwnCredential } from './own-credential.queries.ts';
import { listNamedAwards } from './named-awards.queries.ts';
import { ownPath } from './own-path.ts';
import { type Brought, openBrought, readNaming } from './read-brought.ts';
import { type Typed, readTyped } from './read-typed.ts';
import { credentialUrl, receiveVerifyForm } from './verify.form.ts';
import { VerifyPage } from './verify.page.tsx';
import type { NamedAwards } from './verify-result.tsx';

/** Awards that one certificate or transcript may lead to. */
const mostNamed = 50;

/** Verifying asks other servers: nobody needs more of it from one address. */
const verifyLimit = { max: 30, timeWindow: '1 minute' };

const unknownCode =
  'No award has this code or address. Compare it with the certificate: a code has 20 letters and digits, and no i, l, o or u';

/** Verifying an award, of this installation or of any other. */
export function verifyRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, baseUrl } = deps;
  const canonize = createCanonizeApart({ threads: 2 });
  app.addHook('onClose', () => canonize.close());
  const verify = createVerifyAnything({
    now: deps.now,
    canonize,
    fetchDocument: deps.fetchDocument,
    answerOwn: (url) => answerOwn(app, baseUrl, url),
    async findOwn({ id, issuerId }) {
      const own = await findOwnCredential(db, { id, issuerId, baseUrl, now: deps.now() });
      return own && { ...own, page: `${baseUrl}/verify/${own.publicId}` };
    },
  });

  const countVerification = app.createRateLimit(verifyLimit);

  /** What is meant by an address or a code, or the text itself; a code of ours leads to its page unless more is asked. */
  async function readAward(text: string): Promise<{ own: string } | Given | { refusal: string }> {
    const typed = readTyped(text, baseUrl);
    switch (typed?.kind) {
      case 'own':
        return readOwn(typed);
      case 'word':
        return (await findPublicAward(db, typed.word)) ? { own: typed.word } : { refusal: whatIsMissing(text) };
      case 'url':
        return { url: credentialUrl(typed.url) };
      case 'text':
        return { bytes: Buffer.from(typed.text) };
      case 'page':
        return { refusal: pageWords(typed.path) };
      case undefined:
        return { refusal: whatIsMissing(text) };
    }
  }

  /** The page of an award tells of its newest credential: the address of an earlier one is asked for what it says itself. */
  async function readOwn({ publicId, credential }: Extract<Typed, { kind: 'own' }>) {
    const award = await findPublicAward(db, publicId);
    if (!award) return { refusal: unknownCode };
    if (credential !== undefined && credential < award.credentialNumber)
      return { url: credentialIdOf(baseUrl, publicId, credential) };
    return { own: publicId };
  }

  /** The awards that a certificate or an older badge names: what they are is told by our tables, never by the file. */
  async function findNamed(brought: Brought): Promise<NamedAwards | undefined> {
    const naming = readNaming(brought, baseUrl);
    if (!naming) return undefined;
    const awards = await listNamedAwards(db, naming.publicIds.slice(0, mostNamed));
    return awards.length === 0 ? undefined : { what: naming.what, awards };
  }

  app.get('/verify', { config: { policy: 'public' } }, async (request, reply) => {
    const { award } = textFields(request.query);
    const context = pageContext(request, deps);
    if (award === undefined) return sendPage(reply, 200, <VerifyPage context={context} />);
    const typed = { award: award.slice(0, 2000), email: '' };
    const refuse = (status: number, message: string) =>
      sendVerify(request, reply, status, { typed, errors: [{ field: 'award', message }] });
    if (award.trim() === '') return refuse(422, 'Enter the code or the address of an award');
    const found = await readAward(award);
    if ('own' in found) return reply.redirect(`/verify/${found.own}`, 303);
    if ('refusal' in found) return refuse(404, found.refusal);
    // Nothing of others is asked for by a link that somebody follows.
    if (!('url' in found) || !found.url.startsWith(`${baseUrl}/`)) return refuse(404, unknownCode);
    const counted = await countVerification(request);
    if (!counted.isAllowed && counted.isExceeded)
      throw new TooManyRequestsError(counted.ttl / 1000, 'Awards can only be checked so often.');
    const earlier = await verify(found, { canonize: canonize.of(request.ip) });
    if (!earlier.ok) return refuse(410, noAwardAt(earlier.problem));
    return sendVerify(request, reply, 200, { typed: { award: '', email: '' }, result: earlier });
  });

  app.post('/verify', { config: { policy: 'public', rateLimit: verifyLimit } }, async (request, reply) => {
    const form = await receiveVerifyForm(request);
    const email = form.email.trim();
    const refuse = (errors: FormErrors) => sendVerify(request, reply, 422, { typed: form, errors });
    if (email !== '' && (!/^\S+@\S+$/.test(email) || email.length > 320))
      return refuse([{ field: 'email', message: 'Enter an e-mail address as in name@example.org' }]);
    if (form.file && form.award.trim() !== '')
      return refuse([
        { field: 'file', message: 'Bring either a file or the text above, so that it is clear which is checked' },
      ]);
    const given = form.file ? { bytes: form.file.bytes } : await readAward(form.award);
    if ('refusal' in given) return refuse([{ field: 'award', message: given.refusal }]);
    if ('own' in given && email === '') return reply.redirect(`/verify/${given.own}`, 303);
    const brought = 'bytes' in given ? openBrought(given.bytes) : undefined;
    const named = brought && (await findNamed(brought));
    const typed = { award: '', email: '' };
    if (named && named.awards.length > 1) return sendVerify(request, reply, 200, { typed, named });
    const own = named?.awards[0]?.publicId ?? ('own' in given ? given.own : undefined);
    const found = await verify(own === undefined ? (brought ?? (given as Given)) : ownUrl(own), {
      email: email === '' ? undefined : email,
      canonize: canonize.of(request.ip),
    });
    if (!found.ok) return refuse([{ field: 'award', message: noAwardAt(found.problem) }]);
    return sendVerify(request, reply, 200, { typed, result: found, named });
  });

  const ownUrl = (publicId: string) => ({ url: `${baseUrl}/verify/${publicId}/credential.json` });

  function sendVerify(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    props: Omit<Parameters<typeof VerifyPage>[0], 'context'>,
  ) {
    return sendPage(
      reply.headers({ ...hiddenFromSearch, 'cache-control': 'no-store' }),
      status,
      <VerifyPage context={pageContext(request, deps)} {...props} />,
    );
  }

  void app.register((scope, _options, done) => {
    // The usual reader takes the last of two keys alike, and what was signed may be the first.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      const read = parseStrictJson(String(body), { length: 1_100_000 });
      if (read.ok) parsed(null, read.value);
      else parsed(new UnreadableError(`The request can’t be read (${read.reason}). ${read.problem}`));
    });
    scope.post(
      '/api/verify',
      { config: { policy: 'public', asksNobody: true, rateLimit: verifyLimit } },
      async (request, reply) => {
        const read = VerifyRequest.safeParse(request.body);
        if (!read.success)
          throw new UnreadableError(
            'Send JSON with “award” (an address, a code, a JWT or a credential) and, if you like, “email”.',
          );
        const { award, email } = read.data;
        const given =
          typeof award === 'string' ? await readAward(award) : { bytes: Buffer.from(JSON.stringify(award)) };
        if ('refusal' in given) throw new UnreadableError(given.refusal);
        const found = await verify('own' in given ? ownUrl(given.own) : given, {
          email,
          canonize: canonize.of(request.ip),
        });
        if (!found.ok) throw new UnreadableError(noAwardAt(found.problem));
        return reply.header('cache-control', 'no-store').send(logOf(found));
      },
    );
    done();
  });
}

function noAwardAt(problem: string): string {
  return `This address gives no award. ${problem}`;
}

/** Of an address of ours that is no award’s: why nothing is there to verify. */
function pageWords(path: string): string {
  return path.startsWith('/records/')
    ? 'This address leads to a learner record. Download it there, and bring the file'
    : 'This address is of this site, but of no award. Open the award there, and bring its own address';
}

function whatIsMissing(award: string): string {
  const text = award.trim();
  if (text === '') return 'Enter a code or an address, paste the award itself, or choose a file';
  return /^\S{1,400}$/.test(text)
    ? unknownCode
    : 'This is neither a code nor an address, nor an award itself. Paste all of it, from its first brace to its last';
}

/**
 * Keys, lists and credentials of this installation come from its own tables, never over the network.
 */
async function answerOwn(app: FastifyInstance, baseUrl: string, url: string) {
  const own = ownPath(baseUrl, url);
  if (own === undefined) return undefined;
  if (own === 'none') return { status: 404, text: '' };
  const response = await app.inject({ method: 'GET', url: own.path, headers: { accept: 'application/json' } });
  return { status: response.statusCode, text: response.body };
}
