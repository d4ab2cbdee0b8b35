type Props = { name: string; initial: string; error: string | undefined; label: string; onEdit: () => void };

/** For the assessor alone: it never leaves the desk. Closed while there is none, so that the form stays short. */
export function PrivateNote({ name, initial, error, label, onEdit }: Props) {
  return (
    <details className="private-note" open={initial !== '' || error !== undefined}>
      <summary>{label}</summary>
      {error && (
        <p className="field-error" id={`${name}-error`}>
          Error: {error}
        </p>
      )}
      <textarea
        id={name}
        name={name}
        rows={2}
        defaultValue={initial}
        aria-label={label}
        aria-describedby={error ? `${name}-hint ${name}-error` : `${name}-hint`}
        onChange={onEdit}
      />
      <p className="hint" id={`${name}-hint`}>
        For you alone. Nobody else reads it.
      </p>
    </details>
  );
}
