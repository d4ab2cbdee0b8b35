import type { AwardProcess } from './award-process.queries.ts';
import { processSentences } from './award-words.ts';
import type { PublicAward } from './awards.queries.ts';

type ProcessSectionProps = { award: PublicAward; process: AwardProcess | null };

/** Why it can be trusted: by which rules, judged by how many and how, and the hashes by which all of it can be held to. */
export function ProcessSection({ award: { subject, slug }, process }: ProcessSectionProps) {
  const { number, sha256 } = subject.version;
  const isStack = subject.kind === 'stack';
  return (
    <section className="section award-process" aria-labelledby="process">
      <h2 id="process">The process behind it</h2>
      {process ? (
        <p>{processSentences(process).join(' ')}</p>
      ) : (
        <p>
          The stack award was signed by rule, the moment its last piece was earned. Each piece was judged by itself.
        </p>
      )}
      <dl className="award-hashes">
        <div>
          <dt>{isStack ? 'Series' : 'Definition'}</dt>
          <dd>
            <a href={`/${isStack ? 'series' : 'micro-credentials'}/${slug}/versions/${number}`}>Version {number}</a>, as
            it was published. <Hash of={sha256} />
          </dd>
        </div>
        {process && (
          <div>
            <dt>Evidence pack</dt>
            <dd>
              Sealed when it was handed in, and unchanged since. <Hash of={process.attemptSha256} />
              <details className="award-check no-print">
                <summary>Check a pack against it</summary>
                <p>
                  The evidence stays with its earner, who can hand it on as an evidence pack. This is the SHA-256 of{' '}
                  <code>attempt.json</code> in it, which holds every text and the SHA-256 of every file. In the folder
                  of the pack, run <code>sha256sum attempt.json</code> (macOS: <code>shasum -a 256 attempt.json</code>)
                  and compare. <code>HOW-TO-CHECK.txt</code> there says how to check the files.
                </p>
              </details>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Hash({ of }: { of: string }) {
  return (
    <span className="award-hash">
      SHA-256 <code>{of}</code>
    </span>
  );
}
