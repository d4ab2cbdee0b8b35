import { countOf } from '#domain/evidence/finding.ts';
import { type PortfolioData, type PortfolioEntry, portfolioDetails } from '#domain/evidence/portfolio/portfolio.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { portfolioMatrix } from '#domain/evidence/portfolio/matrix.ts';
import { checkEvidence } from '#domain/evidence/registry.ts';
import { PortfolioMatrix } from '#ui/portfolio-matrix.tsx';
import { ArtifactLink } from './artifact-link.tsx';
import { Paragraphs } from './narrative-view.tsx';
import type { KindViewProps } from './evidence-view.tsx';

type PortfolioViewProps = KindViewProps<'portfolio'>;

/** What covers what, then by outcome and detail: where to look, and how it shows the detail. */
export function PortfolioView({
  requirement,
  data,
  details,
  headingLevel = 4,
  changed = [],
  ...rest
}: PortfolioViewProps) {
  const Heading = `h${headingLevel}` as const;
  const { entries } = data as PortfolioData;
  const asked = portfolioDetails(requirement.rules, details);
  const findings = checkEvidence(requirement, data, { details, artifacts: rest.artifacts });
  const matrix = portfolioMatrix(data as PortfolioData, requirement.rules, { details, ...rest }, findings);
  return (
    <>
      <details className="matrix-box">
        <summary>
          Overview{' '}
          <span className="matrix-box__total">
            {matrix.covered} of {countOf(matrix.asked, 'detail')} covered
          </span>
        </summary>
        <PortfolioMatrix matrix={matrix} limits={requirement.rules.explanation} idPrefix={`${rest.idPrefix}-`} />
      </details>
      {[...Map.groupBy(asked, (detail) => detail.outcomeId)].map(([outcomeId, ofOutcome]) => (
        <section key={outcomeId} className="evidence-outcome">
          <Heading>{ofOutcome[0]?.outcomeTitle}</Heading>
          {ofOutcome.map((detail) => (
            <Entry
              key={detail.id}
              detail={detail}
              entry={entries[detail.id]}
              headingLevel={headingLevel}
              isChanged={changed.includes(`entry-${detail.id}`)}
              {...rest}
            />
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
  headingLevel,
  isChanged,
}: {
  detail: DetailContext;
  entry: PortfolioEntry | undefined;
  headingLevel: 2 | 4;
  isChanged: boolean;
} & Pick<PortfolioViewProps, 'artifacts' | 'fileHref' | 'idPrefix'>) {
  const Heading = headingLevel === 2 ? 'h3' : 'h5';
  const id = `${idPrefix}-entry-${detail.id}`;
  const sources = (entry?.sources ?? []).flatMap(({ artifact: artifactId, locator }) => {
    const artifact = artifacts.get(artifactId);
    return artifact ? [{ artifact, locator }] : [];
  });
  return (
    <section id={id} className="evidence-entry" aria-labelledby={`${id}-title`}>
      <Heading id={`${id}-title`}>{detail.text}</Heading>
      {isChanged && (
        <p className="meta">
          <strong className="changed-mark">Changed</strong>
        </p>
      )}
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
