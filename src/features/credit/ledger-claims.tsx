import { claimStanding } from '#domain/credit/claim-totals.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { claimStatuses, claimWord, daysText, entryStateWords, outcomeInShort, totalsText } from './credit-words.ts';
import type { LedgerPageProps } from './ledger.page.tsx';

/** What somebody renews, and how far along it is. */
export function LicencesToRenew({ licences }: Pick<LedgerPageProps, 'licences'>) {
  return (
    <section aria-labelledby="licences">
      <h2 id="licences">Licences to renew</h2>
      {licences.length === 0 && (
        <p className="mt-3">Say which licence you hold, and you see what counts towards its renewal.</p>
      )}
      <ul className="rows mt-3">
        {licences.map(({ id, title, rule, cycle, counted }) => (
          <li key={id}>
            <a href={`/credit/licences/${id}`}>
              {title}, {rule.jurisdiction.name}
            </a>
            <p>
              <strong className="numeral">{hoursOf(counted.accepted)}</strong> of {hoursOf(counted.needed)} hours
              accepted. {totalsText(counted)}
            </p>
            <progress
              className="credit-progress"
              max={counted.needed}
              value={Math.min(counted.accepted, counted.needed)}
              aria-label={`Hours accepted towards ${title}`}
            />
            <p className="meta">{daysText(cycle.begins, cycle.ends)}</p>
          </li>
        ))}
      </ul>
      <p className="actions">
        <a href="/credit/licences/new" className="btn">
          Add a licence
        </a>
      </p>
    </section>
  );
}

/** Every claim, and what it has come to. */
export function ClaimsMade({ claims }: Pick<LedgerPageProps, 'claims'>) {
  if (claims.length === 0) return null;
  return (
    <section className="section" aria-labelledby="claims">
      <h2 id="claims">Claims</h2>
      <WideTable label="Claims" head={['Activity', 'Rule', 'Hours', 'Status']}>
        {claims.map((claim) => (
          <tr key={claim.id}>
            <th scope="row">
              <a href={`/credit/claims/${claim.id}`}>{claim.form.title}</a>
            </th>
            <td>{claim.rule.title}</td>
            <td className="numeral">{outcomeInShort(claim)}</td>
            <td>
              {claimStanding(claim) === 'fallen-out' ? (
                <Status name="withdrawn" word={entryStateWords[claim.entryState]} />
              ) : (
                <Status name={claimStatuses[claim.state]} word={claimWord(claim)} />
              )}
            </td>
          </tr>
        ))}
      </WideTable>
    </section>
  );
}
