/** What somebody typed into a form that is not there any more, because another was quicker: theirs to copy. */
export function KeptText({ text }: { text: string }) {
  return (
    <div className="field">
      <label htmlFor="kept">What you wrote</label>
      <p id="kept-hint" className="hint">
        It was not sent. Copy it if you need it elsewhere.
      </p>
      <textarea id="kept" aria-describedby="kept-hint" className="textarea" rows={6} defaultValue={text} readOnly />
    </div>
  );
}
