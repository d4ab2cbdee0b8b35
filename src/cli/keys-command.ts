import { getIssuer } from '../features/admin/admin.queries.ts';
import { checkKeys } from '../features/awards/check-keys.ts';
import { type ListedKey, listIssuerKeys } from '../features/awards/issuer-keys.queries.ts';
import { revokeKey } from '../features/awards/revoke-key.ts';
import { rotateKey } from '../features/awards/rotate-key.ts';
import { NotFoundError } from '#platform/errors.ts';
import { KeyServiceError } from '#platform/key-service.ts';
import { type Command, CommandError, type Output, readArguments } from './command.ts';
import { withDeps } from './with-deps.ts';

export const keys: Command = {
  summary: 'List, rotate, revoke and check the keys that sign awards',
  usage: `keys list [issuer]
       npm run tessera -- keys rotate <issuer> [key]
       npm run tessera -- keys revoke <issuer> <key> --reason <why>
       npm run tessera -- keys check

Issuers are named by their slug, keys by what list prints or by its beginning.
rotate puts new keys in the place of both active ones, or of the one that is named; what they signed still verifies.
revoke is for a key that somebody else may have: nothing that it signed verifies any more, and every award is signed again
by the jobs of the running program, which revoke the older credentials in the status lists. There is no way back.
check signs something with every active key and reads every other one: after a restore it says whether the SECRET (or the
key service) fits the database. Ends with 1 when a key can't be used.`,
  run([action, ...args], output) {
    if (action === undefined || !Object.hasOwn(actions, action)) {
      throw new CommandError(`Say what to do: keys ${Object.keys(actions).join(' | ')}. See: keys --help`);
    }
    return actions[action as keyof typeof actions](args, output);
  },
};

const actions = {
  async list(args: string[], output: Output) {
    const { positionals } = readArguments(args, {});
    const [slug] = positionals;
    if (slug === undefined) return listAll(output);
    const listed = await withIssuer(slug, ({ db }, issuer) => listIssuerKeys(db, issuer.id));
    for (const key of listed) output.out(describe(key));
    output.out(countKeys(listed.length));
    return 0;
  },

  async rotate(args: string[], output: Output) {
    const { positionals } = readArguments(args, {});
    const [slug, named] = positionals;
    return withIssuer(slug, async (deps, issuer) => {
      const active = (await listIssuerKeys(deps.db, issuer.id)).filter(({ state }) => state === 'active');
      const chosen = named === undefined ? active : [findKey(active, named)];
      if (chosen.length === 0) throw new CommandError('There is no active key yet: the first award makes both.');
      for (const { id, name } of chosen) {
        const rotated = await rotateKey(deps, { issuer, keyId: id, actorId: null });
        if (!rotated.ok) throw new CommandError(`The key ${name} was retired meanwhile.`);
        output.out(`Retired ${name}; a new key signs from now on.`);
      }
      return 0;
    });
  },

  async revoke(args: string[], output: Output) {
    const { values, positionals } = readArguments(args, { reason: { type: 'string' } });
    const [slug, named] = positionals;
    const reason = values.reason?.trim() ?? '';
    if (reason === '')
      throw new CommandError('Say why, for the audit trail: keys revoke <issuer> <key> --reason <why>');
    return withIssuer(slug, async (deps, issuer) => {
      const { id, name, signed } = findKey(await listIssuerKeys(deps.db, issuer.id), named);
      const revoked = await revokeKey(deps, { issuer, keyId: id, reason, actorId: null });
      if (!revoked.ok) throw new CommandError(`The key ${name} was revoked already.`);
      const credentials = `${signed} ${signed === 1 ? 'credential' : 'credentials'}`;
      output.out(
        `Revoked ${name}, which signed ${credentials}. The jobs sign the awards again, and revoke what it signed.`,
      );
      return 0;
    });
  },

  async check(args: string[], output: Output) {
    readArguments(args, {});
    const checked = await withDeps((deps) => checkKeys(deps));
    for (const { issuerSlug, name, problem } of checked)
      if (problem !== undefined) output.error(`${issuerSlug}  ${name}\n  ${problem}`);
    const bad = checked.filter(({ problem }) => problem !== undefined).length;
    output.out(`${checked.length} keys checked, ${bad === 0 ? 'all can be used' : `${bad} can’t be used`}.`);
    return bad === 0 ? 0 : 1;
  },
};

/** Of every issuer that has keys, under its slug. */
async function listAll(output: Output): Promise<number> {
  const issuers = await withDeps(async ({ db }) => {
    const all = await db.selectFrom('issuers').select(['id', 'slug']).orderBy('slug').execute();
    return Promise.all(all.map(async ({ id, slug }) => ({ slug, listed: await listIssuerKeys(db, id) })));
  });
  for (const { slug, listed } of issuers.filter((one) => one.listed.length > 0)) {
    output.out(slug);
    for (const key of listed) output.out(describe(key));
  }
  output.out(countKeys(issuers.reduce((sum, { listed }) => sum + listed.length, 0)));
  return 0;
}

function countKeys(count: number): string {
  return `${count} ${count === 1 ? 'key' : 'keys'}`;
}

type Work<T> = (
  deps: Parameters<Parameters<typeof withDeps>[0]>[0],
  issuer: Awaited<ReturnType<typeof getIssuer>>,
) => Promise<T>;

async function withIssuer<T>(slug: string | undefined, work: Work<T>): Promise<T> {
  if (slug === undefined) throw new CommandError('Name the issuer by its slug. See: keys --help');
  return withDeps(async (deps) => {
    try {
      return await work(deps, await getIssuer(deps.db, slug));
    } catch (error) {
      if (error instanceof NotFoundError) throw new CommandError(`There is no issuer “${slug}”.`, { cause: error });
      if (error instanceof KeyServiceError) throw new CommandError(error.message, { cause: error });
      throw error;
    }
  });
}

/** The one key whose name begins like this. */
function findKey(all: readonly ListedKey[], named: string | undefined): ListedKey {
  if (named === undefined) throw new CommandError('Name the key as keys list prints it, or by its beginning.');
  const [found, ...more] = all.filter(({ name }) => name.startsWith(named));
  if (!found) throw new CommandError(`The issuer has no such key: ${named}. See: keys list`);
  if (more.length > 0) throw new CommandError(`Several keys begin with ${named}: write more of it.`);
  return found;
}

function describe(key: ListedKey): string {
  const since = (key.revokedAt ?? key.retiredAt ?? key.madeAt).toISOString().slice(0, 10);
  const left = key.toReplace > 0 ? `, ${key.toReplace} to sign again` : '';
  const where = key.inKeyService ? ', in the key service' : '';
  return `${key.name}  ${key.algorithm}, ${key.state} since ${since}, signed ${key.signed}${left}${where}`;
}
