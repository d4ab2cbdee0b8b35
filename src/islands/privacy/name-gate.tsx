import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Requirement } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import type { ArtifactContext, DetailContext } from '#domain/evidence/kind.ts';
import { evidencePieces, mapEvidenceTexts } from '#domain/evidence/registry.ts';
import { type NameHit, readNames, replaceHits, scanNames, isCited } from '#domain/privacy/scan-names.ts';
import { saveDraft } from '../editor/save-draft.ts';
import { FileHits, type FileHit } from './file-hits.tsx';
import { HitList } from './hit-list.tsx';
import { forgetNames, keepNames, readKept } from './kept-names.ts';
import { lookIntoFiles } from './look-into-files.ts';

export type Made = { requirement: Requirement; data: unknown; revision: number; url: string; isOpen: boolean };

export type NameGateProps = {
  /** The list’s place in this browser, where its writer wants it kept. */
  keepAs: string;
  details: DetailContext[];
  artifacts: Pick<ArtifactContext, 'id' | 'kind' | 'name' | 'mediaType' | 'size' | 'pages'>[];
  filesUrl: string;
  artifactsUrl: string;
  made: Made[];
};

/** A place of the evidence with the names that stand in it. */
export type PlaceHits = { made: Made; place: string; label: string; text: string; hits: NameHit[] };

export type Way = 'initials' | 'removed';

const instead: Record<Way, (hit: NameHit) => string> = {
  initials: ({ initials }) => initials,
  removed: () => '[removed]',
};

/**
 * Looks for names in the evidence, here in the browser: the list stands in a field of no form, and no request carries any
 * of it. What is found can give way to initials, saved as any other change of the draft.
 */
export function NameGate(props: NameGateProps) {
  const { keepAs, details, artifacts, artifactsUrl } = props;
  const [isAlive, setIsAlive] = useState(false);
  const [list, setList] = useState('');
  const [isKept, setIsKept] = useState(false);
  const [names, setNames] = useState<string[]>();
  const [made, setMade] = useState(props.made);
  const [inFiles, setInFiles] = useState<FileHit[]>([]);
  const [progress, setProgress] = useState<{ done: number; of: number; unread: string[] }>();
  const [news, setNews] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const run = useRef(0);
  const results = useRef<HTMLHeadingElement>(null);
  const id = useId();

  useEffect(() => {
    const kept = readKept(keepAs);
    if (kept !== undefined) {
      setList(kept);
      setIsKept(true);
    }
    setIsAlive(true);
    // Handed in: the list has done what it was kept for.
    const forms = document.querySelectorAll<HTMLFormElement>('form.hand-in');
    const forget = () => {
      forgetNames(keepAs);
    };
    for (const form of forms) form.addEventListener('submit', forget);
    return () => {
      for (const form of forms) form.removeEventListener('submit', forget);
    };
  }, [keepAs]);

  const byId = useMemo(() => new Map(artifacts.map((artifact) => [artifact.id, artifact])), [artifacts]);
  const found = useMemo((): PlaceHits[] => {
    if (!names) return [];
    return made.flatMap((one) =>
      evidencePieces(one.requirement, one.data, { details, artifacts: byId }).flatMap(({ place, label, text }) => {
        const hits = scanNames(text, names);
        return hits.length > 0 ? [{ made: one, place, label, text, hits }] : [];
      }),
    );
  }, [names, made, details, byId]);
  const fileNames = useMemo(
    () => (names ? artifacts.filter(({ name }) => scanNames(name.replaceAll('_', ' '), names).length > 0) : []),
    [names, artifacts],
  );
  const total = found.reduce((sum, { hits }) => sum + hits.length, 0);

  if (!isAlive) return null;

  const scan = () => {
    const read = readNames(list);
    setProblem(read.length === 0 ? 'Write at least one name of two letters or more.' : '');
    if (read.length === 0) return;
    setNames(read);
    setNews('');
    setInFiles([]);
    run.current += 1;
    const mine = run.current;
    void lookIntoFiles(props.filesUrl, artifacts, read, (state) => {
      if (run.current !== mine) return;
      setInFiles(state.hits);
      setProgress(state);
    });
    requestAnimationFrame(() => results.current?.focus());
  };
  const replace = async (places: readonly PlaceHits[], way: Way) => {
    setIsBusy(true);
    setProblem('');
    let count = 0;
    for (const [one, ofOne] of Map.groupBy(places, (place) => place.made)) {
      const changes = new Map(ofOne.map((place) => [place.place, place]));
      const data = mapEvidenceTexts(one.requirement, one.data, (text, place) => {
        const change = changes.get(place);
        return change?.text === text ? replaceHits(text, change.hits, instead[way]) : text;
      });
      const answer = await saveDraft(`${one.url}/draft`, { revision: one.revision, data });
      if (answer.kind !== 'saved') {
        setProblem(problems[answer.kind === 'refused' ? 'unreachable' : answer.kind]);
        break;
      }
      const next = { ...one, data, revision: answer.revision };
      setMade((now) => now.map((other) => (other.requirement.id === one.requirement.id ? next : other)));
      count += ofOne.reduce((sum, { hits }) => sum + hits.length, 0);
    }
    setIsBusy(false);
    if (count > 0) setNews(`${countOf(count, 'name')} replaced and saved. Earlier versions have what stood there.`);
    results.current?.focus();
  };
  const open = found.flatMap((place) => {
    const hits = place.hits.filter((hit) => !isCited(place.text, hit));
    return place.made.isOpen && hits.length > 0 ? [{ ...place, hits }] : [];
  });
  return (
    <div className="name-gate">
      <div className="field">
        <label htmlFor={`${id}-names`}>Names to look for</label>
        <p id={`${id}-hint`} className="hint">
          One a line: students, colleagues, parents. The list stays in this browser: it is not sent, and gone when you
          leave this page.
        </p>
        {problem && (
          <p className="field-error" role="alert">
            {problem}
          </p>
        )}
        <textarea
          id={`${id}-names`}
          className="textarea name-gate__names"
          rows={6}
          value={list}
          // Some browsers send what they check, or what they fill in, to their makers.
          spellCheck="false"
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="words"
          data-gramm="false"
          translate="no"
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setList(event.target.value);
            if (isKept) keepNames(keepAs, event.target.value);
          }}
        />
      </div>
      <label className="choice">
        <input
          type="checkbox"
          className="checkbox"
          checked={isKept}
          onChange={(event) => {
            setIsKept(event.target.checked);
            if (event.target.checked) keepNames(keepAs, list);
            else forgetNames(keepAs);
          }}
        />
        Keep it in this browser until I hand in
      </label>
      <p className="actions">
        <button type="button" className="btn btn-primary" onClick={scan}>
          Look for these names
        </button>
      </p>
      <p role="status" className="name-gate__news">
        {news}
      </p>
      {names ? (
        <>
          <h4 ref={results} tabIndex={-1}>
            {total === 0
              ? `None of ${countOf(names.length, 'name')} stands in your texts`
              : `${countOf(total, 'name')} in ${countOf(found.length, 'text')}`}
          </h4>
          {open.length > 0 && (
            <p className="actions">
              <button type="button" className="btn" disabled={isBusy} onClick={() => void replace(open, 'initials')}>
                Replace all by initials
              </button>
              <button type="button" className="btn" disabled={isBusy} onClick={() => void replace(open, 'removed')}>
                Replace all by “[removed]”
              </button>
            </p>
          )}
          {found.map((place) => (
            <HitList
              key={`${place.made.requirement.id} ${place.place} ${place.made.revision}`}
              place={place}
              isBusy={isBusy}
              onReplace={(hits, way) => void replace([{ ...place, hits }], way)}
            />
          ))}
          <FileHits fileNames={fileNames} hits={inFiles} progress={progress} artifactsUrl={artifactsUrl} />
        </>
      ) : (
        <p className="meta">Names: not looked for yet.</p>
      )}
    </div>
  );
}

const problems = {
  stale: 'One of the texts was changed elsewhere meanwhile. Load the page again, then look for the names again.',
  'signed-out': 'You are signed out. Sign in again in another tab, then try once more.',
  unreachable: 'This could not be saved now. Try again in a moment; nothing was changed.',
} as const;
