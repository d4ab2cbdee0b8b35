type TwoVersionsProps = {
  mine: string;
  theirs: string;
  editorHref: string;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Both versions side by side, and the choice. Without JavaScript the first is the form's own Save and the second a link. */
export function TwoVersions({ mine, theirs, editorHref, onKeepMine, onTakeTheirs }: TwoVersionsProps) {
  return (
    <section className="two-versions" aria-labelledby="two-versions-title" role="alert" tabIndex={-1}>
      <h2 id="two-versions-title">This was changed elsewhere meanwhile</h2>
      <p>
        Another tab or device saved a version after you opened this one. Nothing has been written over. Compare the two,
        copy what you need from either, and choose.
      </p>
      <div className="two-versions__pair">
        <div>
          <h3>What you have here</h3>
          <div className="two-versions__text" tabIndex={0} role="region" aria-label="What you have here">
            {mine || 'Nothing.'}
          </div>
          <button
            type="submit"
            name="then"
            value="stay"
            className="btn btn-primary"
            onClick={(event) => {
              event.preventDefault();
              onKeepMine();
            }}
          >
            Save what I have here
          </button>
        </div>
        <div>
          <h3>What is saved</h3>
          <div className="two-versions__text" tabIndex={0} role="region" aria-label="What is saved">
            {theirs || 'Nothing.'}
          </div>
          <a
            href={editorHref}
            className="btn"
            onClick={(event) => {
              event.preventDefault();
              onTakeTheirs();
            }}
          >
            Go on with the saved version
          </a>
        </div>
      </div>
    </section>
  );
}
