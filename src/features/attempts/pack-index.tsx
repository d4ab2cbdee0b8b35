import { Fragment } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { agreementLines } from '#domain/attempt/agreed-evidence.ts';
import type { SealedArtifact } from '#domain/attempt/sealed-attempt.ts';
import { describeLink } from '#domain/evidence/artifact/artifact-facts.ts';
import { formatBytes } from '#domain/evidence/file-types.ts';
import { type Locator, formatLocator, lastPage } from '#domain/evidence/locator.ts';
import { formatMoment } from '#domain/text/format-date.ts';
import { Markdown } from '#ui/markdown.tsx';
import { type AttemptPart, agreedOn, attemptContent, confirmedBy } from './attempt-content.ts';
import type { ReadableAttempt } from './attempts.queries.ts';

type PackIndexProps = {
  attempt: ReadableAttempt;
  /** Where each file stands in the pack, by artifact id; a file that is left out stands in none. */
  paths: ReadonlyMap<string, string>;
};

/** The page of a pack that opens in any browser by itself: no script, nothing fetched, every locator a link. */
export function packIndex(props: PackIndexProps): string {
  return `<!doctype html>\n${renderToStaticMarkup(<PackIndex {...props} />)}\n`;
}

function PackIndex({ attempt, paths }: PackIndexProps) {
  const { definition, sealed, submittedAt } = attempt;
  const content = attemptContent(definition, sealed);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{`${definition.title}, attempt ${attempt.number} of ${sealed.earner.name}`}</title>
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <header>
          <p>
            {attempt.issuer.name} · {definition.title}
          </p>
          <h1>
            Attempt {attempt.number} of {sealed.earner.name}
          </h1>
          <p>
            Handed in on {formatMoment(submittedAt)}, on version {sealed.definition.version} of the micro-credential.
            Its SHA-256 is <code>{attempt.sha256}</code>; <a href="HOW-TO-CHECK.txt">how to check it</a>.
          </p>
          <nav aria-label="Contents">
            <ul>
              {content.map((part) => (
                <li key={part.id}>
                  <a href={`#part-${part.id}`}>{part.title}</a>
                </li>
              ))}
              <li>
                <a href="#files">Files and links</a>
              </li>
            </ul>
          </nav>
        </header>
        <main>
          {content.map((part) => (
            <PartSection key={part.id} part={part} paths={paths} />
          ))}
          <FileTable artifacts={sealed.artifacts} paths={paths} />
        </main>
      </body>
    </html>
  );
}

function PartSection({ part, paths }: { part: AttemptPart; paths: PackIndexProps['paths'] }) {
  return (
    <section id={`part-${part.id}`}>
      <h2>{part.title}</h2>
      {part.aiUse && <p>{part.aiUse.used ? `AI was used: ${part.aiUse.how}` : 'No AI was used.'}</p>}
      {part.requirements.map(({ requirement, pieces, attestations, agreements }) => (
        <section key={requirement.id} id={requirement.id}>
          <h3>{requirement.title}</h3>
          {agreements.map((one) => (
            <div key={one.id} className="agreed">
              <p>{agreedOn(one)}</p>
              <dl>
                {agreementLines(one).map(({ label, text }) => (
                  <Fragment key={label}>
                    <dt>{label}</dt>
                    <dd>{text}</dd>
                  </Fragment>
                ))}
              </dl>
            </div>
          ))}
          {pieces.map((piece) => (
            <section key={piece.place} id={`${requirement.id}-${piece.place}`}>
              <h4>{piece.label}</h4>
              {piece.pointers.length > 0 && (
                <ul>
                  {piece.pointers.map(({ artifact, locator }, index) => (
                    <li key={index}>
                      <Pointer artifact={artifact} locator={locator} path={paths.get(artifact.id)} />
                    </li>
                  ))}
                </ul>
              )}
              {piece.text.trim() === '' ? (
                piece.pointers.length === 0 && <p>Nothing was written here.</p>
              ) : (
                <Markdown text={piece.text} idPrefix={`${requirement.id}-${piece.place}`} headingLevel={5} />
              )}
            </section>
          ))}
          {attestations.map((one) => (
            <blockquote key={one.id}>
              <p>{one.statement}</p>
              <footer>{confirmedBy(one)}</footer>
            </blockquote>
          ))}
        </section>
      ))}
    </section>
  );
}

function Pointer({
  artifact,
  locator,
  path,
}: {
  artifact: SealedArtifact;
  locator: Locator;
  path: string | undefined;
}) {
  const place = locator.type === 'whole' ? '' : `, ${formatLocator(locator)}`;
  if (artifact.url !== null) {
    return (
      <>
        <a href={artifact.url}>{artifact.name}</a>
        {place}
      </>
    );
  }
  if (path === undefined) return `${artifact.name}${place} (left out of this pack)`;
  return <a href={hrefOf(path) + fragmentOf(artifact, locator)}>{artifact.name + place}</a>;
}

function FileTable({ artifacts, paths }: { artifacts: readonly SealedArtifact[]; paths: PackIndexProps['paths'] }) {
  return (
    <section id="files">
      <h2>Files and links</h2>
      {artifacts.length === 0 ? (
        <p>None were handed in.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Size</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {artifacts.map((artifact) => (
              <tr key={artifact.id}>
                <th scope="row">
                  <Pointer artifact={artifact} locator={{ type: 'whole' }} path={paths.get(artifact.id)} />
                </th>
                <td>{artifact.size === null ? 'link' : formatBytes(artifact.size)}</td>
                <td>
                  <code>{artifact.sha256}</code>
                  {artifact.link && describeLink(artifact.link)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What makes a browser’s own viewer go to a page or a time. */
function fragmentOf(artifact: SealedArtifact, locator: Locator): string {
  const page = lastPage(locator);
  if (artifact.mediaType === 'application/pdf' && page !== undefined) {
    return `#page=${'from' in locator ? locator.from : page}`;
  }
  if (/^(?:video|audio)\//u.test(artifact.mediaType ?? '')) {
    if (locator.type === 'time') return `#t=${locator.at}`;
    if (locator.type === 'times') return `#t=${locator.from},${locator.to}`;
  }
  return '';
}

/** Names hold spaces, letters of any script and # or %: an address must not take them for something else. */
function hrefOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

const styles = `
:root { color-scheme: light dark; }
body { font: 1rem/1.6 Georgia, 'Source Serif 4', serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 600; }
h2 { margin-top: 3rem; border-top: 1px solid; padding-top: 1rem; }
code { overflow-wrap: anywhere; font-size: 0.8em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid; overflow-wrap: anywhere; }
th[scope='row'] { font-weight: 400; }
dt { font-size: 0.9em; }
dd { margin: 0 0 0.6rem; white-space: pre-line; }
blockquote, .agreed { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid; }
@media print { body { max-width: none; margin: 0; } a { color: inherit; } }
`;
