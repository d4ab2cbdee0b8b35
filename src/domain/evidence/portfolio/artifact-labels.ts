/**
 * What to call each artifact where it is chosen by typing: its name, and a number behind it where others before it have
 * the same.
 */
export function artifactLabels(artifacts: ReadonlyMap<string, { name: string }>): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...artifacts].map(([id, { name }]) => {
      let label = name;
      for (let number = 2; taken.has(label); number += 1) label = `${name} (${number})`;
      taken.add(label);
      return [id, label];
    }),
  );
}

/** The artifact that somebody typed the label of, in whatever case. */
export function findLabelled(labels: ReadonlyMap<string, string>, typed: string): string | undefined {
  const wanted = fold(typed);
  let loose: string | undefined;
  for (const [id, label] of labels) {
    if (label === typed) return id;
    if (fold(label) === wanted) loose ??= id;
  }
  return loose;
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
