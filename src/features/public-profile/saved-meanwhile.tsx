import { Moment } from '#ui/moment.tsx';
import type { ChoosableAward, ChoosableSeries, OwnProfile } from './public-profile.queries.ts';

type SavedMeanwhileProps = {
  profile: OwnProfile;
  awards: readonly ChoosableAward[];
  series: readonly ChoosableSeries[];
};

/** What is saved, beside the form that still holds what was typed: whoever saves now has seen both. */
export function SavedMeanwhile({ profile, awards, series }: SavedMeanwhileProps) {
  const { handle, headline, about, isOn, showsHours, showsDates, mayBeFound, updatedAt } = profile;
  const shown = awards.filter(({ position }) => position !== null).map(({ title }) => title);
  const chosen = series.filter(({ isChosen }) => isChosen).map(({ title }) => title);
  const facts: [string, string][] = [
    ['Page', isOn ? 'On' : 'Off'],
    ['Address', handle ?? 'None'],
    ['Headline', headline || 'None'],
    ['Awards', shown.join('; ') || 'None'],
    ['Series', chosen.join('; ') || 'None'],
    ['Hours', showsHours ? 'Shown' : 'Not shown'],
    ['Dates', showsDates ? 'Shown' : 'Not shown'],
    ['Search engines', mayBeFound ? 'May list it' : 'May not list it'],
  ];
  return (
    <section className="panel section" aria-labelledby="meanwhile">
      <h2 id="meanwhile">What is saved now</h2>
      <p>
        This was saved{updatedAt && <> on </>}
        {updatedAt && <Moment at={updatedAt} />} in another window. What you typed stands below and is not saved. If you
        save it, it takes the place of this.
      </p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="meta">About you</p>
      {about === '' ? <p>None</p> : <pre className="profile-about-saved">{about}</pre>}
    </section>
  );
}
