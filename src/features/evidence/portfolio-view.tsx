import { type PortfolioData, type PortfolioEntry, portfolioDetails } from '#domain/evidence/portfolio/portfolio.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { ArtifactLink } from './artifact-link.tsx';
import { Paragraphs } from './narrative-view.tsx';
import type { KindViewProps } from './evidence-view.tsx';

type PortfolioViewProps = KindViewProps<'portfolio'>;

/** By outcome and detail: where to look, and how it shows the detail. */
export function PortfolioView({ requirement, data, details, ...rest }: PortfolioViewProps) {
  const { entries } = data as PortfolioData;
  const asked = portfolioDetails(requirement.rules, details);
  return (
    <>
      {[...Map.groupBy(asked, (detail) => detail.outcomeId)].map(([outcomeId, ofOutcome]) => (
        <section key={outcomeId} className="evidence-outcome">
          <h4>{ofOutcome[0]?.outcomeTitle}</h4>
          {ofOutcome.map((detail) => (
            <Entry key={detail.id} detail={detail} entry={entries[detail.id]} {...rest} />
          ))}
        </section>
      ))}
    </>
  );
}

function Entry({
  detail,
  entry,
  artifacts,
  fileHref,
  idPrefix,
}: { detail: DetailContext; entry: PortfolioEntry | undefined } & Pick<
  PortfolioViewProps,
  'artifacts' | 'fileHref' | 'idPrefix'
>) {
  const id = `${idPrefix}-entry-${detail.id}`;
  const sources = (entry?.sources ?? []).flatMap(({ artifact: artifactId, locator }) => {
    const artifact = artifacts.get(artifactId);
    return artifact ? [{ artifact, locator }] : [];
  });
  return (
    <section id={id} className="evidence-entry" aria-labelledby={`${id}-title`}>
      <h5 id={`${id}-title`}>{detail.text}</h5>
      {sources.length > 0 ? (
        <ul className="evidence-sources">
          {sources.map(({ artifact, locator }, index) => (
            <li key={index}>
              <ArtifactLink artifact={artifact} href={fileHref(artifact.id)} locator={locator} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="evidence-none">No artifact yet.</p>
      )}
      <Paragraphs text={entry?.explanation ?? ''} idPrefix={id} />
    </section>
  );
}
