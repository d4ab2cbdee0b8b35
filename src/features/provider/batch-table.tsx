import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { counted } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';
import type { Batch } from './batches.queries.ts';
import { batchWords } from './provider-words.ts';

export function BatchTable({ batches, issuer }: { batches: readonly Batch[]; issuer: AdminIssuer }) {
  return (
    <WideTable label="Batches" head={['Batch', 'Claims', 'Where it stands']}>
      {batches.map(({ id, number, agency, madeAt, sentAt, lines, accepted, refused, state }) => (
        <tr key={id}>
          <th scope="row">
            <a href={`/admin/${issuer.slug}/batches/${id}`}>Batch {number}</a>
            <p className="meta">{agency}</p>
          </th>
          <td>
            {counted(lines, 'claim')}
            {accepted + refused > 0 && (
              <p className="meta">
                {accepted} accepted, {refused} refused
              </p>
            )}
          </td>
          <td>
            <Status name={batchWords[state].status} word={batchWords[state].word} />
            <p className="meta">
              {sentAt ? 'Sent ' : 'Made '}
              <Day at={sentAt ?? madeAt} />
            </p>
          </td>
        </tr>
      ))}
    </WideTable>
  );
}
