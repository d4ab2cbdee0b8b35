import type { Finding } from '#domain/evidence/finding.ts';
import { Status } from '#ui/status.tsx';
import { useMediaRows } from './use-media-rows.ts';

/** What the checks say now, each linked to its place. The same checks run when the work is handed in. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  useMediaRows(findings);
  const blocking = findings.filter((finding) => finding.level === 'blocking').length;
  return (
    <section className="findings" aria-label="What is left to do here">
      <h2 className="findings__title">
        {blocking > 0 ? `Left to do here (${blocking})` : 'Nothing is missing here'}{' '}
        {blocking === 0 && <Status name="complete" />}
      </h2>
      <FindingList findings={findings.slice(0, mostShown)} />
      {findings.length > mostShown && (
        <details>
          <summary>{findings.length - mostShown} more</summary>
          <FindingList findings={findings.slice(mostShown)} />
        </details>
      )}
    </section>
  );
}

/** A long portfolio begins with two findings for each of its details. */
const mostShown = 6;

function FindingList({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul>
      {findings.map((finding, index) => (
        <li key={index}>
          <Status name={finding.level} /> <a href={`#${finding.place}`}>{finding.message}</a>
        </li>
      ))}
    </ul>
  );
}
