import type { FormEvent, ReactNode } from 'react';
import type { Finding } from '#domain/evidence/finding.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Findings } from './findings.tsx';
import { SaveBar } from './save-bar.tsx';
import { TwoVersions } from './two-versions.tsx';
import type { useDraft } from './use-draft.ts';

type EditorFormProps = {
  action: string;
  back: string;
  draft: Omit<ReturnType<typeof useDraft<unknown, unknown>>, 'draft' | 'change'>;
  errors: FormErrors;
  findings: readonly Finding[];
  /** Plain text of both versions while they differ. */
  versions: { mine: string; theirs: string } | undefined;
  /** Set where files are part of the form. */
  hasFiles?: boolean;
  children: ReactNode;
};

/** The form around every editor: what is wrong, two versions where there are two, what is left to do, and saving. */
export function EditorForm({ action, back, draft, errors, findings, versions, hasFiles, children }: EditorFormProps) {
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const button = (event.nativeEvent as SubmitEvent).submitter;
    event.preventDefault();
    const saved = await draft.save();
    if (saved && button instanceof HTMLButtonElement && button.value === 'back') window.location.assign(back);
  };
  return (
    <form
      method="post"
      action={action}
      encType={hasFiles ? 'multipart/form-data' : undefined}
      noValidate
      className="editor"
      onSubmit={submit}
    >
      <ErrorSummary errors={errors} />
      <input type="hidden" name="revision" value={draft.revision} />
      {/* Enter in a field presses the first button of a form: let it be this one. */}
      <button type="submit" name="then" value="stay" className="sr-only" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      {versions && (
        <TwoVersions
          {...versions}
          stale={draft.stale}
          onKeepMine={draft.keepMine}
          onTakeTheirs={draft.takeTheirs}
          editorHref={action}
        />
      )}
      {draft.setAside !== undefined && (
        <p className="alert alert-info">
          The saved version is in its place.{' '}
          <button type="button" className="link-button" onClick={draft.bringBack}>
            Bring back my version
          </button>
        </p>
      )}
      {children}
      <Findings findings={findings} />
      <SaveBar state={draft.state} revision={draft.revision} keeping={draft.keeping} notice={draft.notice} />
      {draft.revision > 0 && (
        <p className="hint">
          <a href={`${action}/history`}>Earlier versions of this</a>
        </p>
      )}
    </form>
  );
}
