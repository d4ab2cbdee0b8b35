import type { AwardState } from '#domain/award/status.ts';
import type { Definition } from '#domain/definition/schema.ts';

/** Every look-for that the award stands for. On paper only how many of each guide: the certificate lists them all. */
export function Demonstrated({ definition, state }: { definition: Definition; state: AwardState }) {
  const lookFors = definition.guides.reduce((sum, guide) => sum + guide.lookFors.length, 0);
  const isHeld = state === 'in-force' || state === 'expired';
  return (
    <section aria-labelledby="criteria">
      {isHeld ? (
        <>
          <h2 id="criteria">What was demonstrated</h2>
          <p>
            {lookFors === 1 ? 'The one look-for' : `All ${lookFors} look-fors`}, found in evidence from the earner’s own
            work. The evidence itself stays with the earner.
          </p>
        </>
      ) : (
        <>
          <h2 id="criteria">What the micro-credential asks for</h2>
          <p>As the award is {state}, it does not say that any of this was demonstrated.</p>
        </>
      )}
      {definition.guides.map((guide) => (
        <section key={guide.id} className="award-guide" aria-labelledby={`guide-${guide.id}`}>
          <h3 id={`guide-${guide.id}`}>
            {guide.title}{' '}
            <span className="print-only">
              ({guide.lookFors.length} {isHeld ? 'demonstrated' : 'asked for'})
            </span>
          </h3>
          <ul className="award-look-fors">
            {guide.lookFors.map((lookFor) => (
              <li key={lookFor.id}>
                {lookFor.text}
                {lookFor.points.length > 0 && (
                  <ul>
                    {lookFor.points.map((point) => (
                      <li key={point}>{point}</li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
