import { memo, useEffect, useRef, useState } from 'react';
import type { DetailContext } from '#domain/evidence/kind.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import { hasBlocking } from '#domain/evidence/finding.ts';
import {
  type DraftError,
  type DraftSource,
  type EntryDraft,
  portfolioFields,
} from '#domain/evidence/portfolio/draft.ts';
import type { PortfolioRules } from '#domain/evidence/portfolio/portfolio.ts';
import { describeWords } from '#domain/evidence/word-limits.ts';
import { countWords } from '#domain/text/count-words.ts';
import { Status } from '#ui/status.tsx';
import type { EditorArtifact } from './editor-props.ts';
import { focusSoon } from './focus-soon.ts';
import { MarkdownField } from './markdown-field.tsx';
import { SourceFields } from './source-fields.tsx';
import { Uploader } from './uploader.tsx';
import { WordCount } from './word-count.tsx';

type EntryFieldsProps = {
  detail: DetailContext;
  entry: EntryDraft;
  artifacts: ReadonlyMap<string, EditorArtifact>;
  labels: ReadonlyMap<string, string>;
  labelsId: string | undefined;
  rules: PortfolioRules;
  uploadUrl: string;
  files: string;
  findings: readonly Finding[];
  /** Of this detail’s fields. */
  errors: readonly DraftError[];
  /** Whether this is where the work goes on: the first detail that is not finished. */
  isNext: boolean;
  /** Whether the assessor sent this detail back. */
  isToRevise: boolean;
  isAlive: boolean;
  onAdded: (added: EditorArtifact[]) => void;
  onChange: (detail: string, change: (entry: EntryDraft) => EntryDraft) => void;
  onUseElsewhere: (detail: string, index: number) => void;
};

const noSource: DraftSource = { artifact: '', type: 'whole', place: '' };

/**
 * One outcome detail: its sources, always with an empty row for the next, a file field in place, and the explanation. What
 * is finished or not begun is closed at first. From then on whoever works here opens and closes it; by itself it opens
 * where a place can’t be read, and never closes.
 */
export const PortfolioEntryFields = memo(EntryFields, hasSameProps);

function EntryFields(props: EntryFieldsProps) {
  const { detail, entry, artifacts, rules, findings, errors } = props;
  const onChange = (change: (entry: EntryDraft) => EntryDraft) => {
    props.onChange(detail.id, change);
  };
  const asked = describeWords(rules.explanation);
  const id = `entry-${detail.id}`;
  const state = stateOf(entry, findings);
  const [first] = useState(entry);
  const box = useRef<HTMLDetailsElement>(null);
  const [isOpen, setIsOpen] = useState(props.isNext || props.isToRevise || state === 'started');
  if (errors.length > 0 && !isOpen) setIsOpen(true);
  const [wasOpened, setWasOpened] = useState(isOpen);
  useEffect(() => {
    if (box.current?.open) setWasOpened(true);
  }, []);
  // Where there are many files, what is finished and closed costs a line for each place until somebody looks into it.
  const isBrief = props.labelsId !== undefined && !isOpen && !wasOpened && entry === first;
  const hasBlank = entry.sources.at(-1)?.artifact === '';
  const rows = hasBlank ? entry.sources : [...entry.sources, noSource];
  const setSource = (index: number, source: DraftSource) => {
    onChange((current) => {
      const sources = [...current.sources];
      sources[index] = source;
      return { ...current, sources };
    });
  };
  return (
    <section className="entry-fields" aria-labelledby={`${id}-title`}>
      <details
        ref={box}
        open={isOpen}
        onToggle={(event) => {
          if (event.currentTarget.open) setWasOpened(true);
        }}
      >
        <summary>
          <h3 id={`${id}-title`}>{detail.text}</h3>
          {props.isToRevise && state === 'complete' ? <Status name="open" word="To revise" /> : <Status name={state} />}
        </summary>
        {/* The place of this detail stands inside: browsers open what is closed around the target of a link. */}
        <div id={id} className="entry-fields__body">
          {rows.map((source, index) => (
            <SourceFields
              key={index}
              index={index}
              detail={detail}
              source={source}
              artifacts={artifacts}
              labels={props.labels}
              labelsId={props.labelsId}
              files={props.files}
              errors={errors}
              isAlive={props.isAlive}
              isBrief={isBrief && source.artifact !== ''}
              onChange={(next) => {
                setSource(index, next);
              }}
              onRemove={() => {
                focusSoon(portfolioFields.artifact(detail.id, index));
                onChange((current) => ({ ...current, sources: current.sources.toSpliced(index, 1) }));
              }}
              onUseElsewhere={() => {
                props.onUseElsewhere(detail.id, index);
              }}
            />
          ))}
          <Uploader
            id={`${id}-file`}
            name={portfolioFields.file(detail.id)}
            label={
              <>
                Upload a file for this detail<span className="sr-only">: {detail.text}</span>
              </>
            }
            url={props.uploadUrl}
            accept={rules.accept}
            maxMegabytes={rules.maxMegabytes}
            isBrief
            onAdded={(added) => {
              props.onAdded(added);
              onChange((current) => ({
                ...current,
                sources: [
                  ...current.sources.filter((source) => source.artifact !== ''),
                  ...added.map((one) => ({ ...noSource, artifact: one.id })),
                ],
              }));
            }}
          />
          <MarkdownField
            id={`${id}-explanation`}
            name={portfolioFields.explanation(detail.id)}
            labelText={`how it shows “${detail.text}”`}
            label={
              <>
                How does it show this?<span className="sr-only"> “{detail.text}”</span>
                {asked && <span className="label-note"> {asked}</span>}
              </>
            }
            rows={5}
            maxLength={20_000}
            size="brief"
            value={entry.explanation}
            describedBy={`${id}-count`}
            onChange={(explanation) => onChange((current) => ({ ...current, explanation }))}
          >
            <WordCount id={`${id}-count`} count={countWords(entry.explanation)} limits={rules.explanation} />
          </MarkdownField>
        </div>
      </details>
    </section>
  );
}

function stateOf(entry: EntryDraft, findings: readonly Finding[]) {
  if (!hasBlocking(findings)) return 'complete';
  return entry.explanation === '' && entry.sources.every((source) => source.artifact === '')
    ? 'not-started'
    : 'started';
}

/** Findings and errors are made anew with every letter; what they say is what counts. */
function hasSameProps(one: EntryFieldsProps, other: EntryFieldsProps): boolean {
  return (Object.keys(one) as (keyof EntryFieldsProps)[]).every((key) => {
    if (key === 'findings') return isSame(one.findings, other.findings);
    return key === 'errors' ? isSame(one.errors, other.errors) : Object.is(one[key], other[key]);
  });
}

function isSame(some: readonly { message: string }[], others: readonly { message: string }[]): boolean {
  return some.length === others.length && some.every(({ message }, index) => message === others[index]?.message);
}
