import { PlaceList, Said } from './voices.tsx';
import type { OtherVersion } from './scoring-props.ts';
import type { Savers } from './use-savers.ts';

type Props = { id: string; what: string; other: OtherVersion; savers: Savers; live: boolean; isRated: boolean };

/** Both versions of what was changed in two places; nothing is lost until one is chosen. */
export function ConflictBox({ id, what, other, savers, live, isRated }: Props) {
  return (
    <div className="alert alert-warning conflict" role="alert">
      <p className="conflict__head">{what} was changed in another tab or window meanwhile.</p>
      <p>
        Saved there:{' '}
        {isRated ? <Said choice={other.choice} condition={other.condition} /> : other.comment === '' && 'nothing'}
      </p>
      {other.comment !== '' && <blockquote className="look-for__said">{other.comment}</blockquote>}
      <PlaceList places={other.places} />
      {other.note !== '' && <p className="look-for__said">Private note: {other.note}</p>}
      <p>Yours still stands in the fields above.</p>
      {live ? (
        <p className="conflict__choices">
          <button
            type="button"
            className="btn btn-sm"
            onClick={() => {
              savers.keepMine(id);
            }}
          >
            Save mine
          </button>
          <button
            type="button"
            className="btn btn-sm"
            onClick={() => {
              savers.takeOther(id);
            }}
          >
            Take the other
          </button>
        </p>
      ) : (
        <p>Press Save again to keep yours, or change it to what you want first.</p>
      )}
    </div>
  );
}

/** What was not chosen of two versions is not gone. */
export function AsideNote({ id, savers }: { id: string; savers: Savers }) {
  return (
    <p className="aside-note">
      The other version is set aside.{' '}
      <button
        type="button"
        className="btn btn-xs"
        onClick={() => {
          savers.bringBack(id);
        }}
      >
        Bring it back
      </button>
    </p>
  );
}
