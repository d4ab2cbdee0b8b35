import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { credentialUrl as credentialIdOf } from '#domain/credential/achievement-credential.ts';
import { parseStrictJson } from '#domain/json/strict-json.ts';
import type { Deps } from '#platform/deps.ts';
import { UnreadableError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { findPublicAward } from '../awards/awards.queries.ts';
import { createCanonizeApart } from '#platform/json-ld/canonize-apart.ts';
import { logOf, VerifyRequest } from './verification-log.ts';
import { type Given, createVerifyAnything } from './verify-anything.ts';
import { credentialUrl, readCredentialNumber, readPublicId, receiveVerifyForm } from './verify.form.ts';
import { VerifyPage } from './verify.page.tsx';

/** Verifying asks other servers: nobody needs more of it from one address. */
const verifyLimit = { max: 30, timeWindow: '1 minute' };

const unknownCode =
  'No award has this code or address. Compare it with the certificate, letter by letter: capitals count';

/** Verifying an award, of this installation or of any other. */
export function verifyRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, baseUrl } = deps;
  const canonize = createCanonizeApart();
  app.addHook('onClose', () => canonize.close());
  const verify = createVerifyAnything({
    now: deps.now,
    canonize,
    fetchDocument: deps.fetchDocument,
    answerOwn: (url) => answerOwn(app, baseUrl, url),
  });

  /** What is meant by an address or a code, or the text itself; a code of ours leads to its page unless more is asked. */
  async function readTyped(typed: string): Promise<{ own: string } | Given | undefined> {
    const text = typed.trim();
    const publicId = readPublicId(text, baseUrl);
    if (publicId !== undefined) return readOwn(publicId, text);
    if (/^https?:\/\/\S+$/.test(text)) return { url: credentialUrl(text) };
    return /^[{<]|^[\w-]+\.[\w-]+\.[\w-]*$/.test(text) ? { bytes: Buffer.from(text) } : undefined;
  }

  /** The page of an award tells of its newest credential: the address of an earlier one is asked for what it says itself. */
  async function readOwn(publicId: string, text: string): Promise<{ own: string } | Given | undefined> {
    const award = await findPublicAward(db, publicId);
    const number = readCredentialNumber(text, baseUrl);
    if (award && number !== undefined && number < award.credentialNumber)
      return { url: credentialIdOf(baseUrl, publicId, number) };
    return award && { own: publicId };
  }

  app.get('/verify', { config: { policy: 'public' } }, async (request, reply) => {
    const { award } = textFields(request.query);
    const context = pageContext(request, deps);
    if (award === undefined) return sendPage(reply, 200, <VerifyPage context={context} />);
    const publicId = readPublicId(award, baseUrl);
    const found = publicId === undefined ? undefined : await readOwn(publicId, award);
    if (found && 'own' in found) return reply.redirect(`/verify/${found.own}`, 303);
    const typed = { award: award.slice(0, 2000), email: '' };
    const refuse = (status: number, message: string) =>
      sendPage(reply, status, <VerifyPage context={context} typed={typed} errors={[{ field: 'award', message }]} />);
    if (award.trim() === '') return refuse(422, 'Enter the code or the address of an award');
    const replaced = found && (await verify(found));
    return replaced && !replaced.ok ? refuse(410, noAwardAt(replaced.problem)) : refuse(404, unknownCode);
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
    const given = form.file ? { bytes: form.file.bytes } : await readTyped(form.award);
    if (!given) return refuse([{ field: 'award', message: whatIsMissing(form.award) }]);
    if ('own' in given && email === '') return reply.redirect(`/verify/${given.own}`, 303);
    const found = await verify('own' in given ? ownUrl(given.own) : given, { email: email === '' ? undefined : email });
    if (!found.ok) return refuse([{ field: 'award', message: noAwardAt(found.problem) }]);
    return sendVerify(request, reply, 200, { typed: { award: '', email: '' }, result: found });
  });

  const ownUrl = (publicId: string) => ({ url: `${baseUrl}/verify/${publicId}/credential.json` });

  function sendVerify(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    props: Omit<Parameters<typeof VerifyPage>[0], 'context'>,
  ) {
    return sendPage(
      reply.header('cache-control', 'no-store'),
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
          typeof award === 'string' ? await readTyped(award) : { bytes: Buffer.from(JSON.stringify(award)) };
        if (!given) throw new UnreadableError(whatIsMissing(typeof award === 'string' ? award : ''));
        const found = await verify('own' in given ? ownUrl(given.own) : given, { email });
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

function whatIsMissing(award: string): string {
  const text = award.trim();
  if (text === '') return 'Enter a code or an address, paste the award itself, or choose a file';
  return /^\S{1,400}$/.test(text)
    ? unknownCode
    : 'This is neither a code nor an address, nor an award itself. Paste all of it, from its first brace to its last';
}

/**
 * Keys, lists and credentials of this installation come from its own tables, never over the network. Its address is known by
 * the host: a `did:web` says nothing of http or https.
 */
async function answerOwn(app: FastifyInstance, baseUrl: string, url: string) {
  const [asked, base] = [URL.parse(url), new URL(baseUrl)];
  if (asked?.host !== base.host || !/^https?:$/.test(asked.protocol)) return undefined;
  const folder = base.pathname.replace(/\/$/, '');
  const path = asked.pathname.startsWith(`${folder}/`) ? asked.pathname.slice(folder.length) : '';
  if (!/^\/(issuers|verify)\/[\w\-./]+$/.test(path)) return { status: 404, text: '' };
  const response = await app.inject({ method: 'GET', url: path, headers: { accept: 'application/json' } });
  return { status: response.statusCode, text: response.body };
}
