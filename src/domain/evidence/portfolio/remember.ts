/**
 * A pure function of an entry that remembers its last answer for each, as long as everything else it was asked with is the
 * same. Who types in one of sixty entries waits for that one alone; an entry that changes is another object.
 */
export function rememberByEntry<Entry extends object, Rest extends readonly unknown[], Answer>(
  compute: (entry: Entry, ...rest: Rest) => Answer,
): (entry: Entry, ...rest: Rest) => Answer {
  const known = new WeakMap<Entry, { rest: Rest; answer: Answer }>();
  return (entry, ...rest) => {
    const last = known.get(entry);
    if (last?.rest.every((one, index) => one === rest[index])) return last.answer;
    const answer = compute(entry, ...rest);
    known.set(entry, { rest, answer });
    return answer;
  };
}
