import type { Definition } from '#domain/definition/schema.ts';

/** Every look-for that the award stands for. On paper only how many of each guide: the certificate lists them all. */
export function Demonstrated({ definition }: { definition: Definition }) {
  const lookFors = definition.guides.reduce((sum, guide) => sum + guide.lookFors.length, 0);
  return (
    <section aria-labelledby="criteria">
      <h2 id="criteria">What was demonstrated</h2>
      <p>
        {lookFors === 1 ? 'The one look-for' : `All ${lookFors} look-fors`}, found in evidence from the earner’s own
        work. The evidence itself stays with the earner.
      </p>
      {definition.guides.map((guide) => (
        <section key={guide.id} className="award-guide" aria-labelledby={`guide-${guide.id}`}>
          <h3 id={`guide-${guide.id}`}>
            {guide.title} <span className="print-only">({guide.lookFors.length} demonstrated)</span>
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
