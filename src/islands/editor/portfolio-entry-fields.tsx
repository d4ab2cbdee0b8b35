import type { DetailContext } from '#domain/evidence/kind.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import { hasBlocking } from '#domain/evidence/finding.ts';
import {
  type DraftError,
  type DraftSource,
  type PortfolioDraft,
  portfolioFields,
} from '#domain/evidence/portfolio/draft.ts';
import type { PortfolioRules } from '#domain/evidence/portfolio/portfolio.ts';
import { describeWords } from '#domain/evidence/word-limits.ts';
import { countWords } from '#domain/text/count-words.ts';
import { Status } from '#ui/status.tsx';
import type { EditorArtifact } from './editor-props.ts';
import { SourceFields } from './source-fields.tsx';
import { Uploader } from './uploader.tsx';
import { WordCount } from './word-count.tsx';

type Entry = PortfolioDraft[string];

type EntryFieldsProps = {
  detail: DetailContext;
  entry: Entry;
  artifacts: ReadonlyMap<string, EditorArtifact>;
  rules: PortfolioRules;
  uploadUrl: string;
  files: string;
  findings: readonly Finding[];
  errors: readonly DraftError[];
  onAdded: (added: EditorArtifact[]) => void;
  onChange: (change: (entry: Entry) => Entry) => void;
};

const noSource: DraftSource = { artifact: '', type: 'whole', place: '' };

/** One outcome detail: its sources, always with an empty row for the next, a file field in place, and the explanation. */
export function PortfolioEntryFields(props: EntryFieldsProps) {
  const { detail, entry, artifacts, rules, findings, errors, onChange } = props;
  const asked = describeWords(rules.explanation);
  const id = `entry-${detail.id}`;
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
    <section id={id} className="entry-fields" aria-labelledby={`${id}-title`}>
      <div className="entry-fields__head">
        <h3 id={`${id}-title`}>{detail.text}</h3>
        <Status name={stateOf(entry, findings)} />
      </div>
      {rows.map((source, index) => (
        <SourceFields
          key={index}
          number={index + 1}
          detail={detail.text}
          source={source}
          names={{
            artifact: portfolioFields.artifact(detail.id, index),
            type: portfolioFields.type(detail.id, index),
            place: portfolioFields.place(detail.id, index),
            drop: `${detail.id}.${index}`,
          }}
          artifacts={artifacts}
          files={props.files}
          error={errors.find((error) => error.field === portfolioFields.place(detail.id, index))?.message}
          onChange={(next) => {
            setSource(index, next);
          }}
          onRemove={() => {
            onChange((current) => ({ ...current, sources: current.sources.toSpliced(index, 1) }));
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
      <div className="field field--wide">
        <label htmlFor={`${id}-explanation`}>
          How does it show this?<span className="sr-only"> “{detail.text}”</span>
          {asked && <span className="label-note"> {asked}</span>}
        </label>
        <textarea
          id={`${id}-explanation`}
          name={portfolioFields.explanation(detail.id)}
          className="textarea"
          rows={5}
          maxLength={20_000}
          value={entry.explanation}
          aria-describedby={`${id}-count`}
          onChange={(event) => {
            const explanation = event.target.value;
            onChange((current) => ({ ...current, explanation }));
          }}
        />
        <WordCount id={`${id}-count`} count={countWords(entry.explanation)} limits={rules.explanation} />
      </div>
    </section>
  );
}

function stateOf(entry: Entry, findings: readonly Finding[]) {
  if (!hasBlocking(findings)) return 'complete';
  return entry.explanation === '' && entry.sources.every((source) => source.artifact === '')
    ? 'not-started'
    : 'started';
}
