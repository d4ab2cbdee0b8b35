import { checkEvidence } from '#domain/evidence/registry.ts';
import {
  type NarrativeData,
  narrative,
  narrativeFields,
  narrativeWords,
} from '#domain/evidence/narrative/narrative.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import { type WordLimits, describeWords } from '#domain/evidence/word-limits.ts';
import { countWords } from '#domain/text/count-words.ts';
import { EditorForm } from './editor/editor-form.tsx';
import type { EditorProps } from './editor/editor-props.ts';
import { useDraft } from './editor/use-draft.ts';
import { WordCount } from './editor/word-count.tsx';

const noArtifacts = { details: [], artifacts: new Map() };
const same = (data: NarrativeData) => data;

/** One text, or one for each question, with its words counted as they are typed. */
export function NarrativeEditor(props: EditorProps<'narrative', NarrativeData>) {
  const { urls, requirement, saved, errors } = props;
  const draft = useDraft({ ...props, url: urls.draft, toDraft: same, toData: same });
  const { rules } = requirement;
  const fields = narrativeFields(rules);
  const findings = checkEvidence(requirement, draft.draft, noArtifacts);
  const text = (data: NarrativeData) => narrative.toText(data, rules, noArtifacts);
  return (
    <EditorForm
      action={urls.post}
      back={urls.back}
      draft={draft}
      errors={errors}
      findings={findings}
      versions={draft.theirs && { mine: text(draft.draft), theirs: text(draft.theirs.data) }}
    >
      {fields.map((field) => (
        <TextField
          key={field.id}
          id={field.id}
          label={field.label ?? 'Your narrative'}
          words={field.words ?? (fields.length === 1 ? rules.words : undefined)}
          value={draft.draft.texts[field.id] ?? ''}
          finding={findings.find((finding) => finding.place === field.id && finding.code !== 'empty')}
          onChange={(value) => {
            draft.change(({ texts }) => ({ texts: { ...texts, [field.id]: value } }));
          }}
        />
      ))}
      {fields.length > 1 && rules.words && (
        <WordCount count={narrativeWords(draft.draft, rules)} limits={rules.words} label="In all" id="words-in-all" />
      )}
      {saved.revision === 0 && <p className="hint">You can stop at any time: what you write here is kept as you go.</p>}
    </EditorForm>
  );
}

type TextFieldProps = {
  id: string;
  label: string;
  words: WordLimits | undefined;
  value: string;
  finding: Finding | undefined;
  onChange: (value: string) => void;
};

function TextField({ id, label, words, value, finding, onChange }: TextFieldProps) {
  const asked = words && describeWords(words);
  return (
    <div className="field field--wide">
      <label htmlFor={id}>
        {label}
        {asked && <span className="label-note"> {asked}</span>}
      </label>
      <textarea
        id={id}
        name={`text.${id}`}
        className="textarea writing"
        rows={words?.min && words.min < 150 ? 6 : 16}
        value={value}
        aria-describedby={`${id}-count`}
        data-finding={finding?.code}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <WordCount id={`${id}-count`} count={countWords(value)} limits={words} />
    </div>
  );
}
