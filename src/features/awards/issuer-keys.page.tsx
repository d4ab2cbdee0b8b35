import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { WideTable } from '#ui/wide-table.tsx';
import { AdminFrame, Day, counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import type { ListedKey } from './issuer-keys.queries.ts';

export type KeysNotice = 'rotated' | 'revoked';

const notices: Record<KeysNotice, string> = {
  rotated: 'A new key signs from now on. What the one before signed still verifies.',
  revoked: 'The key is revoked. Every award that it signed is being signed again; this page says how many are left.',
};

const uses = { ed25519: 'Signs credentials and status lists', rsa: 'Signs the same credentials as JWTs' } as const;
const kinds = { ed25519: 'Ed25519', rsa: 'RSA' } as const;
const states = { active: '● Active', retired: '○ Retired', revoked: '✕ Revoked' } as const;

type KeysPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  keys: readonly ListedKey[];
  didUrl: string;
  notice?: KeysNotice | undefined;
  errors?: FormErrors;
};

export function KeysPage({ context, issuer, keys, didUrl, notice, errors = [] }: KeysPageProps) {
  const here = `/admin/${issuer.slug}/keys`;
  return (
    <AdminFrame context={context} issuer={issuer} section="Keys" title="Keys" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success mb-6" role="status">
          {notices[notice]}
        </p>
      )}
      <h1>Keys</h1>
      <p className="lead">
        Two keys sign this issuer’s awards. Their public halves stand in its <a href={didUrl}>identity document</a>,
        where everybody who verifies an award finds them.
      </p>
      {keys.length === 0 ? (
        <p className="empty-state mt-6">There is no key yet. The first award makes both.</p>
      ) : (
        <WideTable label="Keys, the active ones first" head={['Key', 'State', 'Signed', 'What to do']}>
          {keys.map((key) => (
            <KeyRow key={key.id} listed={key} here={here} />
          ))}
        </WideTable>
      )}
      <section className="mt-10 max-w-prose" aria-labelledby="what-happens">
        <h2 id="what-happens">To rotate or to revoke</h2>
        <p>
          <strong>Rotate</strong> a key from time to time, and when somebody who looked after the server leaves. A new
          key signs from then on. The one before is retired: it signs nothing more, and every award that it signed stays
          as it is and verifies.
        </p>
        <p>
          <strong>Revoke</strong> a key only when somebody else may have it. Nothing that it signed verifies any more,
          so every award is signed again with the new key, to the same person and with the same date. The award pages
          and their addresses stay; copies that earners downloaded have to be downloaded again.
        </p>
      </section>
    </AdminFrame>
  );
}

function KeyRow({ listed: key, here }: { listed: ListedKey; here: string }) {
  const name = `${kinds[key.algorithm]} key ${shortName(key)}`;
  return (
    <tr className="align-top">
      <th scope="row" className="min-w-48">
        {kinds[key.algorithm]}
        <code className="meta block font-normal break-all">{key.name}</code>
        <span className="meta block font-normal">
          {uses[key.algorithm]}
          {key.inKeyService && ', kept in the key service'}
        </span>
      </th>
      <td className="min-w-44">
        <span className="whitespace-nowrap">{states[key.state]}</span>
        <span className="meta block">
          Since <Day at={key.revokedAt ?? key.retiredAt ?? key.madeAt} />
          {key.endedBy !== null && `, by ${key.endedBy}`}
        </span>
        {key.revokedReason !== null && <span className="block">“{key.revokedReason}”</span>}
      </td>
      <td className="numeral whitespace-nowrap">
        {counted(key.signed, 'credential')}
        {key.toReplace > 0 && <span className="meta block">{counted(key.toReplace, 'award')} to sign again</span>}
      </td>
      <td>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {key.state === 'active' && (
            <form method="post" action={`${here}/${key.id}/rotate`}>
              <button type="submit" className="btn" aria-label={`Rotate the ${name}`}>
                Rotate
              </button>
            </form>
          )}
          {key.state === 'revoked' ? (
            <span className="meta">Nothing more</span>
          ) : (
            <a
              href={`${here}/${key.id}/revoke`}
              aria-label={`Revoke the ${name} …`}
              className="underline whitespace-nowrap"
            >
              Revoke …
            </a>
          )}
        </div>
      </td>
    </tr>
  );
}

function shortName({ name }: ListedKey): string {
  return `${name.slice(0, 12)}…`;
}

type RevokeKeyPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  listed: ListedKey;
  typed?: string;
  errors?: FormErrors;
};

/** Asks once, plainly, before there is no way back. */
export function RevokeKeyPage({ context, issuer, listed: key, typed, errors = [] }: RevokeKeyPageProps) {
  const here = `/admin/${issuer.slug}/keys`;
  return (
    <AdminFrame context={context} issuer={issuer} section="Keys" title="Revoke a key" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <h1>Revoke this key?</h1>
      <div className="max-w-prose">
        <p className="mt-4">
          {kinds[key.algorithm]} <code className="break-all">{key.name}</code>
        </p>
        <ul className="list-disc pl-5 my-4 space-y-1">
          <li>
            It signed {counted(key.signed, 'credential')}. None of them verifies any more from the moment you revoke it.
          </li>
          <li>
            Each award is signed again, which takes some minutes for ten thousand. Until its turn has come, an award
            does not verify. Earlier copies, as wallets hold them, are revoked for good: their earners take the award
            into the wallet again.
          </li>
          <li>
            {key.state === 'active' ? 'A new key takes its place at once.' : 'It signs nothing since it was retired.'}
          </li>
          <li>There is no way back.</li>
        </ul>
        <p>
          If nobody else can have the key, <a href={here}>go back and rotate it</a>: then everything stays as it is.
        </p>
        <form method="post" action={`${here}/${key.id}/revoke`} className="mt-6">
          <TextField
            name="reason"
            label="Why is it revoked?"
            hint="For the audit trail and whoever looks at the keys later, as in “A backup with the secret was lost on 3 May”."
            rows={3}
            maxLength={2000}
            value={typed}
            errors={errors}
            required
          />
          <div className="mt-4 flex flex-wrap items-center gap-4">
            <button type="submit" className="btn btn-error">
              Revoke the key
            </button>
            <a href={here}>Keep it</a>
          </div>
        </form>
      </div>
    </AdminFrame>
  );
}
