import { useState } from 'react';
import { type PortfolioDraft, draftOf, placesOutside, readDraft } from '#domain/evidence/portfolio/draft.ts';
import { type PortfolioData, portfolio, portfolioDetails } from '#domain/evidence/portfolio/portfolio.ts';
import { hasBlocking } from '#domain/evidence/finding.ts';
import { checkEvidence } from '#domain/evidence/registry.ts';
import { EditorForm } from './editor/editor-form.tsx';
import type { EditorArtifact, EditorProps } from './editor/editor-props.ts';
import { LinkAdder } from './editor/link-adder.tsx';
import { PortfolioEntryFields } from './editor/portfolio-entry-fields.tsx';
import { useDraft } from './editor/use-draft.ts';

const toData = (draft: PortfolioDraft) => {
  const read = readDraft(draft);
  return read.ok ? read.data : undefined;
};

/** Outcome by outcome, detail by detail: which artifact, where in it, and how it shows the detail. */
export function PortfolioEditor(props: EditorProps<'portfolio', PortfolioData, PortfolioDraft>) {
  const { urls, requirement, details, saved } = props;
  const { rules } = requirement;
  const uploadUrl = `${urls.artifacts}?requirement=${requirement.id}`;
  const [artifacts, setArtifacts] = useState(() => new Map(props.artifacts.map((one) => [one.id, one])));
  const draft = useDraft({ ...props, url: urls.draft, toDraft: draftOf, toData });
  const read = readDraft(draft.draft);
  const wrongPlaces = [...(read.ok ? [] : read.errors), ...placesOutside(draft.draft, artifacts)];
  const data = read.ok ? read.data : saved.data;
  const context = { details, artifacts };
  const findings = checkEvidence(requirement, data, context);
  const asked = portfolioDetails(rules, details);
  const left = asked.filter(({ id }) => hasBlocking(findings.filter(({ place }) => place === `entry-${id}`)));
  const done = asked.length - left.length;
  const text = (version: PortfolioData) => portfolio.toText(version, rules, context);
  const add = (added: EditorArtifact[]) => {
    setArtifacts((all) => new Map([...all, ...added.map((one) => [one.id, one] as const)]));
  };

  return (
    <EditorForm
      action={urls.post}
      back={urls.back}
      draft={draft}
      errors={props.errors}
      findings={findings}
      versions={draft.theirs && { mine: text(data), theirs: text(draft.theirs.data) }}
      hasFiles
    >
      <p className="word-count">
        <span>
          {done} of {asked.length} details shown
        </span>
        <progress className="progress" value={done} max={asked.length} aria-label="Details shown" />
      </p>
      {[...Map.groupBy(asked, (detail) => detail.outcomeId)].map(([outcomeId, ofOutcome]) => (
        <section key={outcomeId} className="portfolio-outcome">
          <h2>{ofOutcome[0]?.outcomeTitle}</h2>
          {ofOutcome.map((detail) => (
            <PortfolioEntryFields
              key={detail.id}
              detail={detail}
              entry={draft.draft[detail.id] ?? { sources: [], explanation: '' }}
              artifacts={artifacts}
              rules={rules}
              uploadUrl={uploadUrl}
              files={urls.files}
              findings={findings.filter(({ place }) => place === `entry-${detail.id}`)}
              errors={wrongPlaces}
              isNext={detail === left[0]}
              isToRevise={props.toRevise.includes(detail.id)}
              onAdded={add}
              onChange={(change) => {
                draft.change((all) => ({
                  ...all,
                  [detail.id]: change(all[detail.id] ?? { sources: [], explanation: '' }),
                }));
              }}
            />
          ))}
        </section>
      ))}
      {rules.accept.includes('link') && (
        <>
          <p className="hint">A link that you add here can then be chosen under any detail.</p>
          <LinkAdder url={uploadUrl} onAdded={add} />
        </>
      )}
    </EditorForm>
  );
}
