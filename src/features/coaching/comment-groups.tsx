import type { ReactNode } from 'react';
import { placeComments } from '#domain/coaching/place-comments.ts';
import type { EvidencePiece } from '#domain/evidence/kind.ts';
import { Markdown } from '#ui/markdown.tsx';
import { Moment } from '#ui/moment.tsx';
import { PlaceLink, type PlacedArtifact } from '#ui/place-link.tsx';
import type { CoachComment } from './coaching.queries.ts';

type CommentGroupsProps = {
  comments: readonly CoachComment[];
  pieces: readonly Pick<EvidencePiece, 'place' | 'label'>[];
  artifacts: ReadonlyMap<string, PlacedArtifact>;
  /** The id, on this page, of a piece’s place. */
  placeId: (place: string) => string;
  /** What can be done with one. */
  actions: (comment: CoachComment) => ReactNode;
};

/** Comments by what they speak of, each piece a link to it; what spoke of something that is gone comes last. */
export function CommentGroups({ comments, pieces, placeId, ...rest }: CommentGroupsProps) {
  const { groups, gone } = placeComments(pieces, comments);
  return (
    <div className="comment-groups">
      {groups.map(({ place, label, comments: here }) => (
        <section key={place} className="comment-group">
          <h3>{place === '' ? label : <a href={`#${placeId(place)}`}>{label}</a>}</h3>
          <CommentList comments={here} {...rest} />
        </section>
      ))}
      {gone.length > 0 && (
        <section className="comment-group">
          <h3>On what is no longer there</h3>
          <CommentList comments={gone} {...rest} />
        </section>
      )}
    </div>
  );
}

function CommentList({
  comments,
  artifacts,
  actions,
}: Pick<CommentGroupsProps, 'artifacts' | 'actions'> & { comments: readonly CoachComment[] }) {
  return (
    <ul className="comments">
      {comments.map((comment) => {
        const { id, artifact, locator, body, by, createdAt, resolvedAt } = comment;
        const file = artifact === null ? undefined : artifacts.get(artifact);
        return (
          <li key={id} id={`comment-${id}`} tabIndex={-1} className={resolvedAt ? 'comment--done' : undefined}>
            {artifact !== null && (
              <p className="comment__where">
                {file && locator ? (
                  <PlaceLink artifact={file} locator={locator}>
                    {locator.type === 'whole' ? file.name : undefined}
                  </PlaceLink>
                ) : (
                  <span className="muted">A file that is no longer there</span>
                )}
                {file && locator && locator.type !== 'whole' && <span className="meta"> in {file.name}</span>}
              </p>
            )}
            <Markdown text={body} idPrefix={`comment-${id}`} headingLevel={4} />
            <p className="meta">
              {by}, <Moment at={createdAt} />
            </p>
            {actions(comment)}
          </li>
        );
      })}
    </ul>
  );
}
