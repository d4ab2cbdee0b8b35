import { FilePanel, type FilePanelProps } from './file-panel.tsx';
import type { EditorArtifact } from './editor-props.ts';

type Props = Pick<FilePanelProps, 'urls' | 'limits' | 'onReplaced'> & {
  artifacts: readonly EditorArtifact[];
  requirement: string;
};

/** More panels than these would be most of the page: each file then leads to its own page, which has it all. */
const mostPanels = 20;

/** Every file and link of a portfolio once, however many details use it: what it tells, a new version, its own page. */
export function PortfolioFiles({ artifacts, urls, requirement, limits, onReplaced }: Props) {
  return (
    <section className="portfolio-files" aria-labelledby="portfolio-files-title">
      <h2 id="portfolio-files-title">Your files and links</h2>
      <p className="hint">
        A new version of a file takes its place under every detail.{' '}
        {!urls.noReuse && (
          <a href={`${urls.artifacts}/reusable?requirement=${requirement}`}>Use a file you already have</a>
        )}
      </p>
      {artifacts.length > 0 && (
        <ul className="handed-in">
          {artifacts.map((artifact) => (
            <li key={artifact.id}>
              {artifacts.length > mostPanels ? (
                <a href={`${urls.artifacts}/${artifact.id}`}>{artifact.name}</a>
              ) : (
                <FilePanel
                  artifact={artifact}
                  urls={urls}
                  limits={artifact.kind === 'link' ? undefined : limits}
                  onReplaced={onReplaced}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
