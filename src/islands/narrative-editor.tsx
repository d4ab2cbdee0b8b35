import {
  type NarrativeData,
  longestText,
  narrative,
  narrativeFields,
  narrativeWords,
} from '#domain/evidence/narrative/narrative.ts';
import { describeWords } from '#domain/evidence/word-limits.ts';
import { countWords } from '#domain/text/count-words.ts';
import { EditorForm } from './editor/editor-form.tsx';
import { liveFindings } from './editor/live-findings.ts';
import type { EditorProps } from './editor/editor-props.ts';
import { MarkdownField } from './editor/markdown-field.tsx';
import { TestimonialFields } from './editor/testimonial-fields.tsx';
import { useDraft } from './editor/use-draft.ts';
import { WordCount } from './editor/word-count.tsx';

const noArtifacts = { details: [], artifacts: new Map() };
const same = (data: NarrativeData) => data;

/** One text, or one for each question, with its words counted as they are typed; then what others said, where it may be. */
export function NarrativeEditor(props: EditorProps<'narrative', NarrativeData>) {
  const { urls, requirement, saved, errors } = props;
  const draft = useDraft({ ...props, url: urls.draft, toDraft: same, toData: same });
  const { rules } = requirement;
  const fields = narrativeFields(rules);
  const findings = liveFindings(props, draft.draft, noArtifacts);
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
      {fields.map((field) => {
        const { id, label = 'Your narrative' } = field;
        const words = field.words ?? (fields.length === 1 ? rules.words : undefined);
        const asked = words && describeWords(words);
        const value = draft.draft.texts[id] ?? '';
        return (
          <MarkdownField
            key={id}
            id={id}
            name={`text.${id}`}
            labelText={label}
            label={
              <>
                {label}
                {asked && <span className="label-note"> {asked}</span>}
              </>
            }
            rows={words?.min && words.min < 150 ? 6 : 16}
            maxLength={longestText}
            value={value}
            describedBy={`${id}-count`}
            data-finding={findings.find(({ place, code }) => place === id && code !== 'empty')?.code}
            onChange={(next) => {
              draft.change((data) => ({ ...data, texts: { ...data.texts, [id]: next } }));
            }}
          >
            <WordCount id={`${id}-count`} count={countWords(value)} limits={words} />
          </MarkdownField>
        );
      })}
      {fields.length > 1 && rules.words && (
        <WordCount count={narrativeWords(draft.draft, rules)} limits={rules.words} label="In all" id="words-in-all" />
      )}
      {rules.testimonials && (
        <TestimonialFields
          testimonials={draft.draft.testimonials ?? []}
          onChange={(change) => {
            draft.change((data) => ({ ...data, testimonials: change(data.testimonials ?? []) }));
          }}
        />
      )}
      {saved.revision === 0 && <p className="hint">You can stop at any time: save, and go on later.</p>}
    </EditorForm>
  );
}
