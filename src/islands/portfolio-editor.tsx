import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  type EntryDraft,
  type PortfolioDraft,
  draftOf,
  placesOutside,
  readDraft,
  replaceInDraft,
} from '#domain/evidence/portfolio/draft.ts';
import { artifactLabels } from '#domain/evidence/portfolio/artifact-labels.ts';
import { portfolioMatrix } from '#domain/evidence/portfolio/matrix.ts';
import { type PortfolioData, portfolio, portfolioDetails } from '#domain/evidence/portfolio/portfolio.ts';
import { EditorForm } from './editor/editor-form.tsx';
import { liveFindings } from './editor/live-findings.ts';
import type { EditorArtifact, EditorProps } from './editor/editor-props.ts';
import { LinkAdder } from './editor/link-adder.tsx';
import { LiveMatrix } from './editor/live-matrix.tsx';
import { PortfolioEntryFields } from './editor/portfolio-entry-fields.tsx';
import { PortfolioFiles } from './editor/portfolio-files.tsx';
import { UseElsewhere } from './editor/use-elsewhere.tsx';
import { useDraft } from './editor/use-draft.ts';

const toData = (draft: PortfolioDraft) => {
  const read = readDraft(draft);
  return read.ok ? read.data : undefined;
};

const noEntry: EntryDraft = { sources: [], explanation: '' };

/** With more than these a list of all of them in each row would be most of the page: the name is typed, with help. */
const mostListed = 20;
const labelsId = 'portfolio-artifacts';

/** Outcome by outcome, detail by detail: which artifact, where in it, and how it shows the detail. */
export function PortfolioEditor(props: EditorProps<'portfolio', PortfolioData, PortfolioDraft>) {
  const { urls, requirement, details, saved } = props;
  const { rules } = requirement;
  const uploadUrl = `${urls.artifacts}?requirement=${requirement.id}`;
  const [artifacts, setArtifacts] = useState(() => new Map(props.artifacts.map((one) => [one.id, one])));
  const [elsewhere, setElsewhere] = useState<{ detail: string; index: number }>();
  const [goTo, setGoTo] = useState<{ detail: string }>();
  const [isAlive, setIsAlive] = useState(false);
  const draft = useDraft({
    ...props,
    url: urls.draft,
    toDraft: draftOf,
    toData,
    onArtifacts: (added) => setArtifacts((all) => new Map([...all, ...added.map((one) => [one.id, one] as const)])),
  });
  const read = readDraft(draft.draft);
  const data = read.ok ? read.data : saved.data;
  const context = { details, artifacts };
  const findings = liveFindings(props, data, context);
  const matrix = portfolioMatrix(data, rules, context, findings);
  const findingsAt = Map.groupBy(findings, ({ place }) => place);
  const errors = [...(read.ok ? [] : read.errors), ...placesOutside(draft.draft, artifacts)];
  const errorsOf = Map.groupBy(errors, ({ field }) => field.split('.')[1]);
  const next = matrix.outcomes.flatMap(({ rows }) => rows).find(({ state }) => state !== 'complete')?.detail;
  const labels = useMemo(() => artifactLabels(artifacts), [artifacts]);
  const text = (version: PortfolioData) => portfolio.toText(version, rules, context);

  // The fields of each detail keep these for good, so that typing in one leaves the others alone.
  const latest = useRef({ draft });
  useEffect(() => {
    latest.current.draft = draft;
  });
  useEffect(() => {
    setIsAlive(true);
  }, []);
  const change = useCallback((detail: string, of: (entry: EntryDraft) => EntryDraft) => {
    latest.current.draft.change((all) => ({ ...all, [detail]: of(all[detail] ?? noEntry) }));
  }, []);
  const add = useCallback((added: EditorArtifact[]) => {
    setArtifacts((all) => new Map([...all, ...added.map((one) => [one.id, one] as const)]));
  }, []);
  const useFor = useCallback((detail: string, artifact: string) => {
    change(detail, (entry) => ({
      ...entry,
      sources: [...entry.sources.filter((source) => source.artifact !== ''), { artifact, type: 'whole', place: '' }],
    }));
    setGoTo({ detail });
  }, []);
  useEffect(() => {
    if (goTo) showLastPlace(goTo.detail);
  }, [goTo]);
  /** The server has moved what pointed into the one to the other; the draft here does the same. */
  const replace = (old: EditorArtifact, next: EditorArtifact) => {
    setArtifacts((all) => new Map([...all].map((one) => (one[0] === old.id ? [next.id, next] : one))));
    draft.change((all) => replaceInDraft(all, old.id, next.id));
  };
  const offerElsewhere = useCallback((detail: string, index: number) => {
    setElsewhere({ detail, index });
  }, []);
  const shared = elsewhere && draft.draft[elsewhere.detail]?.sources[elsewhere.index];
  const sharedArtifact = shared && artifacts.get(shared.artifact);

  return (
    <>
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
            {matrix.covered} of {matrix.asked} details covered
          </span>
          <progress className="progress" value={matrix.covered} max={matrix.asked} aria-label="Details covered" />
        </p>
        <LiveMatrix matrix={matrix} limits={rules.explanation} onAdd={isAlive ? useFor : undefined} />
        {artifacts.size > mostListed && (
          <datalist id={labelsId}>
            {[...labels].map(([id, label]) => (
              <option key={id} value={label} />
            ))}
          </datalist>
        )}
        {[...Map.groupBy(portfolioDetails(rules, details), (detail) => detail.outcomeId)].map(([outcomeId, all]) => (
          <section key={outcomeId} className="portfolio-outcome">
            <h2>{all[0]?.outcomeTitle}</h2>
            {all.map((detail) => (
              <PortfolioEntryFields
                key={detail.id}
                detail={detail}
                entry={draft.draft[detail.id] ?? noEntry}
                artifacts={artifacts}
                labels={labels}
                labelsId={artifacts.size > mostListed ? labelsId : undefined}
                rules={rules}
                uploadUrl={uploadUrl}
                files={urls.files}
                findings={findingsAt.get(`entry-${detail.id}`) ?? []}
                errors={errorsOf.get(detail.id) ?? []}
                isNext={detail === next}
                isToRevise={props.toRevise.includes(detail.id)}
                isAlive={isAlive}
                onAdded={add}
                onChange={change}
                onUseElsewhere={offerElsewhere}
              />
            ))}
          </section>
        ))}
        <PortfolioFiles
          artifacts={[...artifacts.values()].filter((one) => one.requirement === requirement.id)}
          urls={urls}
          requirement={requirement.id}
          limits={rules}
          onReplaced={replace}
        />
        {rules.accept.includes('link') && (
          <>
            <p className="hint">A link that you add here can then be chosen under any detail.</p>
            <LinkAdder url={uploadUrl} onAdded={add} />
          </>
        )}
      </EditorForm>
      {shared && sharedArtifact && (
        <UseElsewhere
          source={shared}
          artifact={sharedArtifact}
          details={portfolioDetails(rules, details)}
          draft={draft.draft}
          onUse={(chosen) => {
            for (const detail of chosen) {
              change(detail, (entry) => ({
                ...entry,
                sources: [...entry.sources.filter((source) => source.artifact !== ''), shared],
              }));
            }
          }}
          onClose={() => {
            setElsewhere(undefined);
          }}
        />
      )}
    </>
  );
}

/** Opens a detail where its last file has its place: the row before the empty one. */
function showLastPlace(detail: string): void {
  const body = document.getElementById(`entry-${detail}`);
  const closed = body?.closest('details');
  if (closed) closed.open = true;
  [...(body?.querySelectorAll<HTMLElement>('select[name$=".type"]') ?? [])].at(-2)?.focus();
}
